package dev.tributary.record;

import java.util.HashMap;
import java.util.Map;

/**
 * When the facts of one resource were last stated, and what moves need to know of it.
 *
 * @param newest by the newest message that stated anything of it
 * @param elements stamps of elements that the newest message did not state, and of elements that were deleted
 * @param toldOf the patient number under which it was first told ({@code system|value}); empty if that is not known
 * @param movedTo {@code Type/id} of the resource that goes on in its place after a merge of visits or accounts or a
 *     change of their number; empty: none
 */
public record FactTime(Stamp newest, Map<String, Stamp> elements, String toldOf, String movedTo) {

    /** Whose it is: stamped when a move decided it, so that older messages do not ask again. */
    static final String WHOSE = "subject";

    /** When the report was issued (OBR-22) that last told a result; the stamp's time is that, not MSH-7. */
    static final String REPORTED = "reported";

    /** Copies the map. */
    public FactTime {
        elements = Map.copyOf(elements);
    }

    /** Of a resource that no move has touched. */
    public FactTime(Stamp newest, Map<String, Stamp> elements) {
        this(newest, elements, "", "");
    }

    FactTime toldOf(String number) {
        return new FactTime(newest, elements, number, movedTo);
    }

    FactTime movedTo(String reference) {
        return new FactTime(newest, elements, toldOf, reference);
    }

    FactTime whoseDecided(Stamp by) {
        Map<String, Stamp> more = new HashMap<>(elements);
        more.put(WHOSE, by);
        return new FactTime(newest, more, toldOf, movedTo);
    }
}
