package dev.tributary.alert.loop;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to an alert.
 *
 * @param at when
 * @param what a word: {@code acknowledged}, {@code escalated}, {@code retracted}, {@code reopened}, {@code recovered},
 *     {@code collapsed}, {@code overdue}, {@code refused}
 * @param who did it; empty for the engine itself
 * @param detail what else is to be known, a read-back included
 * @param message the journal's number of the message behind it, or null
 */
public record LoopEvent(
        Instant at,
        String what,
        String who,
        String detail,
        @Nullable Long message) {

    @Override
    public String toString() {
        // a read-back speaks of a patient
        return "LoopEvent[" + what + " " + at + "]";
    }
}
