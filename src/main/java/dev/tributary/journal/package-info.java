/**
 * Every message we ever received, and what became of it; at the same time the inbound queue.
 *
 * <p>A message enters through {@link dev.tributary.journal.MessageJournal#record}, which answers with a {@link
 * dev.tributary.journal.Receipt} once the bytes are durable; nothing is acknowledged before. The {@code
 * LaneScheduler} hands each {@link dev.tributary.journal.InboundMessage} to a worker once all earlier messages of the
 * same patient are done. Two axes, never mixed: {@link dev.tributary.journal.MessageState} says whether we processed
 * it, {@link dev.tributary.journal.AckOutcome} what the sender heard.
 */
@NullMarked
package dev.tributary.journal;

import org.jspecify.annotations.NullMarked;
