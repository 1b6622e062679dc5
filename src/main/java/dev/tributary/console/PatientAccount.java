package dev.tributary.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/**
 * One patient as it is drawn.
 *
 * @param id of the FHIR Patient
 * @param name in one line; empty if none is known
 * @param facts what else identifies the person
 * @param numbers identifiers with their systems
 * @param replacedBy the id of the survivor of a merge; empty if this record stands for itself
 * @param lines the timeline, the latest first
 */
public record PatientAccount(
        String id, String name, List<String> facts, List<Number> numbers, String replacedBy, List<Line> lines) {

    /** One identifier. */
    public record Number(String value, String system, String type) {}

    /**
     * One thing that happened.
     *
     * @param at when, exact
     * @param kind {@code encounter}, {@code result}, {@code alert}, {@code identity} and the like
     * @param what in words
     * @param details further lines
     * @param resource {@code Encounter/abc}, for a link into the record; empty if none
     * @param alert id; empty if none
     * @param message number; 0 if none is known
     */
    public record Line(
            String at, String kind, String what, List<String> details, String resource, String alert, long message) {}

    /**
     * The page people are looked for at.
     *
     * @param q as typed
     * @param found what fits
     * @param conflicts messages that wait since two patients might be one
     * @param once the word of each form
     */
    public record Search(String q, List<Found> found, List<Conflict> conflicts, String once) {}

    /** One patient that fits. */
    public record Found(String id, String name, String facts) {}

    /**
     * One message that waits.
     *
     * @param sides the patients its numbers belong to, in the order of the message
     * @param held whether it can be released or passed over; else it failed and can be processed again
     * @param onePerson whether the message speaks of one person only, so that its numbers say who could be merged
     */
    public record Conflict(
            long message,
            String received,
            String feed,
            String why,
            String where,
            List<Side> sides,
            boolean held,
            boolean onePerson) {

        /** @return one number of each patient, if numbers of one person belong to more than one; else none */
        public List<Side> patients() {
            if (!onePerson) {
                return List.of();
            }
            List<Side> each = sides.stream()
                    .filter(side -> !side.patient().isEmpty())
                    .collect(Collectors.toMap(Side::patient, side -> side, (one, other) -> one, LinkedHashMap::new))
                    .values()
                    .stream()
                    .toList();
            return each.size() > 1 ? each : List.of();
        }
    }

    /**
     * A number of the message and whose it is.
     *
     * @param raw the repetition as it stands in the message
     */
    public record Side(String number, String patient, String name, String raw) {}
}
