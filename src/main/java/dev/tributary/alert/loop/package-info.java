/**
 * The closed loop: {@link dev.tributary.alert.loop.AlertDesk} decides what the rules' findings mean for alerts told
 * before, {@link dev.tributary.alert.loop.AlertBook} keeps them, {@link dev.tributary.alert.loop.Acknowledgements} takes
 * answers, and {@link dev.tributary.alert.loop.AlertClock} does what is due: escalations, summaries of bursts, questions
 * asked later. An alert closes by acknowledgement, never by delivery.
 */
@NullMarked
package dev.tributary.alert.loop;

import org.jspecify.annotations.NullMarked;
