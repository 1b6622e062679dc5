package dev.tributary.hl7;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Collects the populated values of one field after another, straight from the text: no view is made of what is empty. */
final class LeafScan {

    private final List<Leaf> leaves;

    LeafScan(int expected) {
        leaves = new ArrayList<>(Math.max(16, expected));
    }

    List<Leaf> leaves() {
        return Collections.unmodifiableList(leaves);
    }

    void field(Segment segment, int number) {
        Field field = segment.field(number);
        char delimiter = field.body.separators().repetition();
        int repetition = 1;
        for (int from = field.start; from < field.end; repetition++) {
            int to = field.body.next(delimiter, from, field.end);
            repetition(segment, number, repetition, field.body, from, to);
            from = to + 1;
        }
    }

    private void repetition(Segment segment, int field, int repetition, Body body, int start, int end) {
        char delimiter = body.separators().component();
        int first = body.next(delimiter, start, end);
        int to = first;
        int component = 1;
        for (int from = start; from < end; component++) {
            boolean divided = body.next(body.separators().subcomponent(), from, to) < to;
            if (divided) {
                subcomponents(segment, field, repetition, component, body, from, to);
            } else if (from < to) {
                FieldPath path = new FieldPath(
                        segment.name(), segment.occurrence(), field, repetition, first == end ? 0 : component, 0);
                leaves.add(new Leaf(path, new Subcomponent(body, from, to)));
            }
            from = to + 1;
            to = from < end ? body.next(delimiter, from, end) : end;
        }
    }

    private void subcomponents(
            Segment segment, int field, int repetition, int component, Body body, int start, int end) {
        char delimiter = body.separators().subcomponent();
        int number = 1;
        for (int from = start; from < end; number++) {
            int to = body.next(delimiter, from, end);
            if (from < to) {
                FieldPath path =
                        new FieldPath(segment.name(), segment.occurrence(), field, repetition, component, number);
                leaves.add(new Leaf(path, new Subcomponent(body, from, to)));
            }
            from = to + 1;
        }
    }
}
