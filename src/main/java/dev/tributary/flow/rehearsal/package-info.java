/**
 * What a changed mapping set would have done to real traffic: {@link dev.tributary.flow.rehearsal.TrafficRehearsal} maps the
 * journal's messages by the set in force and by the changed one and {@link dev.tributary.flow.rehearsal.Differences} gathers
 * how the two results differ. Nothing is written, and nothing is asked but the journal.
 */
@NullMarked
package dev.tributary.flow.rehearsal;

import org.jspecify.annotations.NullMarked;
