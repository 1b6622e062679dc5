package dev.tributary.mapping.plan;

import dev.tributary.hl7.Component;
import dev.tributary.hl7.Field;
import dev.tributary.hl7.FieldPath;
import dev.tributary.hl7.Part;
import dev.tributary.hl7.Repetition;
import dev.tributary.hl7.Segment;
import dev.tributary.hl7.Subcomponent;
import java.util.List;

/** Finds the path of a part in its segment, by where it stands. */
final class PartPaths {

    private PartPaths() {}

    static FieldPath find(Segment segment, Part part) {
        for (int n = 1; n <= segment.fieldCount(); n++) {
            Field field = segment.field(n);
            if (!contains(field, part)) {
                continue;
            }
            List<Repetition> repetitions = field.repetitions();
            for (int r = 1; r <= repetitions.size(); r++) {
                Repetition repetition = repetitions.get(r - 1);
                if (contains(repetition, part)) {
                    return inRepetition(segment, n, r, repetition, part);
                }
            }
            return new FieldPath(segment.name(), segment.occurrence(), n, 1, 0, 0);
        }
        return new FieldPath(segment.name(), segment.occurrence(), 1, 1, 0, 0);
    }

    private static FieldPath inRepetition(Segment segment, int n, int r, Repetition repetition, Part part) {
        int c = 0;
        int s = 0;
        if (part instanceof Component || part instanceof Subcomponent) {
            List<Component> components = repetition.components();
            for (int i = 0; i < components.size() && c == 0; i++) {
                if (contains(components.get(i), part)) {
                    c = i + 1;
                    s = part instanceof Subcomponent ? subcomponent(components.get(i), part) : 0;
                }
            }
        }
        return new FieldPath(segment.name(), segment.occurrence(), n, r, c, s);
    }

    private static int subcomponent(Component component, Part part) {
        List<Subcomponent> all = component.subcomponents();
        for (int i = 0; i < all.size(); i++) {
            if (contains(all.get(i), part)) {
                return i + 1;
            }
        }
        return 0;
    }

    private static boolean contains(Part whole, Part part) {
        return !whole.isEmpty() && whole.offset() <= part.offset() && part.endOffset() <= whole.endOffset();
    }
}
