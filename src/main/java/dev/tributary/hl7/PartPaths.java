package dev.tributary.hl7;

import org.jspecify.annotations.Nullable;

/**
 * Tells the paths of parts, by where they stand. Asked for parts of one field in their order it counts on from the last,
 * so that ten thousand repetitions take ten thousand steps. Used by one thread.
 */
public final class PartPaths {

    private @Nullable Segment segment;
    private int field;
    private int repetition;
    private int repetitionStart;

    /**
     * @param of the segment the part is in
     * @param part not empty
     * @return its path, as an engineer would write it: that of a field of several repetitions is the first one's
     */
    public FieldPath of(Segment of, Part part) {
        int number = of.fieldAt(part.start);
        Field whole = of.field(number);
        char delimiter = whole.body.separators().repetition();
        if (of != segment || number != field || part.start < repetitionStart) {
            segment = of;
            field = number;
            repetition = 1;
            repetitionStart = whole.start;
        }
        int end = whole.body.next(delimiter, repetitionStart, whole.end);
        while (end < part.start && end < whole.end) {
            repetition++;
            repetitionStart = end + 1;
            end = whole.body.next(delimiter, repetitionStart, whole.end);
        }
        if (part.end > end) {
            return of.path(number);
        }
        int component = 0;
        int subcomponent = 0;
        if (part instanceof Component || part instanceof Subcomponent) {
            char components = whole.body.separators().component();
            component = 1;
            int start = repetitionStart;
            int next = whole.body.next(components, start, end);
            while (next < part.start) {
                component++;
                start = next + 1;
                next = whole.body.next(components, start, end);
            }
            if (part instanceof Subcomponent) {
                subcomponent = before(part.start, whole.body.separators().subcomponent(), whole.body, start) + 1;
            }
        }
        return new FieldPath(of.name(), of.occurrence(), number, repetition, component, subcomponent);
    }

    private static int before(int offset, char delimiter, Body body, int from) {
        int count = 0;
        for (int at = body.next(delimiter, from, offset); at < offset; at = body.next(delimiter, at + 1, offset)) {
            count++;
        }
        return count;
    }
}
