package dev.tributary.identity;

import java.util.Map;
import java.util.Optional;

/** What an HL7 merge, change or link message asks of identity (HL7 v2.5.1 chapter 3, §3.6). */
public enum MergeKind {
    /** The prior numbers' patient is the surviving one's: two records become one. */
    MERGE,
    /** The patient of the prior number gets a new number instead; it stays the same record. */
    CHANGE_IDENTIFIER;

    private static final Map<String, MergeKind> BY_TRIGGER = Map.of(
            "A18", MERGE,
            "A30", MERGE,
            "A34", MERGE,
            "A36", MERGE,
            "A39", MERGE,
            "A40", MERGE,
            "A46", CHANGE_IDENTIFIER,
            "A47", CHANGE_IDENTIFIER);

    /**
     * @param trigger MSH-9.2
     * @return what it asks, or empty if it asks nothing of identity
     */
    public static Optional<MergeKind> ofTrigger(String trigger) {
        return Optional.ofNullable(BY_TRIGGER.get(trigger));
    }
}
