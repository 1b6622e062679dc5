package dev.tributary.alert.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of an alert's story.
 *
 * @param at when
 * @param what happened: {@code raised}, {@code sent}, {@code delivered}, {@code acknowledged}, {@code escalated},
 *     {@code overdue}, {@code retracted}, {@code reopened}, {@code recovered}, {@code collapsed}, {@code refused}
 * @param who did it; empty for the engine
 * @param detail what else is to be known, a read-back included
 * @param message the journal's number of the message behind it, or null
 */
public record StoryEvent(
        Instant at,
        String what,
        String who,
        String detail,
        @Nullable Long message) {

    @Override
    public String toString() {
        return "StoryEvent[" + what + " " + at + "]";
    }
}
