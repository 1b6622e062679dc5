package dev.tributary.journal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of a message's timeline.
 *
 * @param at when
 * @param kind what
 * @param attempt the attempt it ended or, for what a person did, the number of attempts before
 * @param state what the message became
 * @param reason one word, see {@link Ending#reason()}
 * @param detail a sentence for an engineer; of what a person did, why
 * @param where segment and field, or the part of the engine
 * @param who the person; null for the engine
 * @param mappingVersion the mapping set applied; null if none was
 */
public record MessageEvent(
        Instant at,
        Kind kind,
        int attempt,
        MessageState state,
        String reason,
        String detail,
        String where,
        @Nullable String who,
        @Nullable String mappingVersion) {

    /** What can happen to a message after its receipt. */
    public enum Kind {
        /** An attempt ended and the message with it. */
        FINISHED,
        /** An attempt failed and there will be another; the same fault again and again is told once. */
        RETRYING,
        /** A person released it. */
        RELEASED,
        /** A person passed it over. */
        SKIPPED,
        /** A person had it processed again. */
        REPLAYED
    }
}
