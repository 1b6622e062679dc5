package dev.tributary.journal;

import dev.tributary.base.Fault;
import org.jspecify.annotations.Nullable;

/**
 * How the processing of one message ended.
 *
 * @param state not QUEUED
 * @param reason one word for counting and searching: the fault code, or why nothing was done; empty when processed
 * @param detail a sentence for an engineer, without patient data; may be empty
 * @param where segment and field, {@code file:line}, or the part of the engine; may be empty
 * @param mappingVersion the mapping set that was applied, so that lineage can be computed again; null if none was
 */
public record Ending(
        MessageState state,
        String reason,
        String detail,
        String where,
        @Nullable String mappingVersion) {

    /** The reason of a retransmit, see {@link Receipt.Duplicate}. */
    public static final String DUPLICATE = "duplicate";

    /** The reason of a message that a person passed over. */
    public static final String SKIPPED = "skipped";

    /** @throws IllegalArgumentException if the state is QUEUED, which is no ending */
    public Ending {
        if (state == MessageState.QUEUED) {
            throw new IllegalArgumentException("QUEUED is no ending");
        }
    }

    /** @return all effects are committed with this */
    public static Ending processed(String mappingVersion) {
        return new Ending(MessageState.PROCESSED, "", "", "", mappingVersion);
    }

    /**
     * @param reason one word, from a small set, such as {@code type-ignored}
     * @param detail a sentence without patient data
     * @return nothing was done, on purpose
     */
    public static Ending filtered(String reason, String detail) {
        return new Ending(MessageState.FILTERED, reason, detail, "", null);
    }

    /** @return waits for a person, and its lane with it */
    public static Ending held(Fault fault) {
        return new Ending(MessageState.HELD, fault.code().name(), fault.detail(), fault.where(), null);
    }

    /** @return failed for good; its lane goes on */
    public static Ending failed(Fault fault) {
        return new Ending(MessageState.FAILED, fault.code().name(), fault.detail(), fault.where(), null);
    }
}
