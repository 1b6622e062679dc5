package dev.tributary.record;

import java.util.Map;
import java.util.Optional;

/**
 * What a merge, move or change message asks of visits and accounts (HL7 v2.5.1 §3.5.2). What it asks of patients is
 * identity's: a message such as A36 asks both.
 *
 * @param type {@code Encounter} or {@code Account}
 * @param act what becomes of the prior one
 */
record RegroupKind(String type, Act act) {

    /** What becomes of the one that MRG names. */
    enum Act {
        /** It is the same as the one of PID or PV1, which goes on for both. */
        MERGE,
        /** It gets a new number and stays itself. */
        CHANGE,
        /** It is another patient's, with all that is filed under it; its number may change on the way. */
        MOVE
    }

    private static final RegroupKind MERGED_ACCOUNT = new RegroupKind("Account", Act.MERGE);

    private static final Map<String, RegroupKind> BY_TRIGGER = Map.of(
            "A35", MERGED_ACCOUNT,
            "A36", MERGED_ACCOUNT,
            "A41", MERGED_ACCOUNT,
            "A42", new RegroupKind("Encounter", Act.MERGE),
            "A44", new RegroupKind("Account", Act.MOVE),
            "A45", new RegroupKind("Encounter", Act.MOVE),
            "A49", new RegroupKind("Account", Act.CHANGE),
            "A50", new RegroupKind("Encounter", Act.CHANGE));

    static Optional<RegroupKind> ofTrigger(String trigger) {
        return Optional.ofNullable(BY_TRIGGER.get(trigger));
    }
}
