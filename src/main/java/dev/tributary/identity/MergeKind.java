package dev.tributary.identity;

import java.util.Map;
import java.util.Optional;

/** What an HL7 merge, move, change or link message asks of identity (HL7 v2.5.1 chapter 3, §3.5.2). */
public enum MergeKind {
    /** The prior numbers' patient is the surviving one's: two records become one. */
    MERGE,
    /** The patient of the prior number gets a new number instead; it stays the same record. */
    CHANGE_IDENTIFIER,
    /** A number, with what was filed under it, was another patient's all along; the two are not one person (A43). */
    MOVE_IDENTIFIER,
    /** Two records are of one person and both stay (A24). */
    LINK,
    /** Two records are not of one person: a link, or a merge, is taken back (A37). */
    UNLINK;

    private static final Map<String, MergeKind> BY_TRIGGER = Map.ofEntries(
            Map.entry("A18", MERGE),
            Map.entry("A30", MERGE),
            Map.entry("A34", MERGE),
            Map.entry("A36", MERGE),
            Map.entry("A39", MERGE),
            Map.entry("A40", MERGE),
            Map.entry("A46", CHANGE_IDENTIFIER),
            Map.entry("A47", CHANGE_IDENTIFIER),
            Map.entry("A48", CHANGE_IDENTIFIER),
            Map.entry("A43", MOVE_IDENTIFIER),
            Map.entry("A24", LINK),
            Map.entry("A37", UNLINK));

    /**
     * @param trigger MSH-9.2
     * @return what it asks, or empty if it asks nothing of identity
     */
    public static Optional<MergeKind> ofTrigger(String trigger) {
        return Optional.ofNullable(BY_TRIGGER.get(trigger));
    }
}
