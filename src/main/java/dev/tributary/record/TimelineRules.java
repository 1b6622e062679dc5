package dev.tributary.record;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;

/**
 * What each trigger does to a visit: {@code encounter-timeline.yaml}, checked.
 *
 * @param order of the states, earliest first
 * @param ended the states in which a visit is over
 * @param triggers by MSH-9.2
 */
record TimelineRules(List<EncounterStatus> order, Set<EncounterStatus> ended, Map<String, Event> triggers) {

    private static final Event KEEP =
            new Event(Step.KEEP, EncounterStatus.UNKNOWN, Place.CORRECT, Set.of(), Set.of(), false);

    /**
     * One trigger.
     *
     * @param step what becomes of the status
     * @param status to which, or out of which
     * @param place what becomes of the place
     * @param from the only states that a cancel takes back; empty: any
     * @param back states that are back after a cancel, if the visit had one of them before
     * @param undoesDischarge whether what was said of the discharge is taken back
     */
    record Event(
            Step step,
            EncounterStatus status,
            Place place,
            Set<EncounterStatus> from,
            Set<EncounterStatus> back,
            boolean undoesDischarge) {}

    /** What becomes of the status; the words of the file, in lower case there. */
    enum Step {
        KEEP,
        BEGIN,
        REACH,
        TURN,
        END,
        CANCEL,
        UNDO
    }

    /** What becomes of the place; the words of the file, in lower case there. */
    enum Place {
        CORRECT,
        MOVE,
        PLAN,
        UNDO
    }

    Event of(String trigger) {
        return triggers.getOrDefault(trigger, KEEP);
    }

    boolean isEnded(EncounterStatus status) {
        return ended.contains(status);
    }

    boolean isForward(EncounterStatus from, EncounterStatus to) {
        return order.indexOf(from) < order.indexOf(to);
    }
}
