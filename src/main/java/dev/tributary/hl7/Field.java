package dev.tributary.hl7;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** One field of a segment. */
public final class Field extends Part {

    Field(Body body, int start, int end) {
        super(body, start, end);
    }

    /** @return its repetitions in order, empty ones between others included; none where the field is empty */
    public List<Repetition> repetitions() {
        if (isEmpty()) {
            return List.of();
        }
        char delimiter = body.separators().repetition();
        int first = body.next(delimiter, start, end);
        if (first == end) {
            return List.of(new Repetition(body, start, end));
        }
        List<Repetition> all = new ArrayList<>();
        all.add(new Repetition(body, start, first));
        int from = first;
        while (from < end) {
            int to = body.next(delimiter, from + 1, end);
            all.add(new Repetition(body, from + 1, to));
            from = to;
        }
        return Collections.unmodifiableList(all);
    }

    /** @return the n-th repetition, from 1; an empty one where there is none */
    public Repetition repetition(int n) {
        char delimiter = body.separators().repetition();
        int from = body.startOf(checked(n), delimiter, start, end);
        return from < 0 ? new Repetition(body, end, end) : new Repetition(body, from, body.next(delimiter, from, end));
    }

    /** @return the n-th component of the first repetition, from 1 */
    public Component component(int n) {
        return repetition(1).component(n);
    }

    @Override
    int leafEnd() {
        return repetition(1).leafEnd();
    }

    static int checked(int n) {
        if (n < 1) {
            throw new IllegalArgumentException("HL7 counts from 1, not " + n);
        }
        return n;
    }
}
