package dev.tributary.mapping.plan;

import dev.tributary.hl7.Component;
import dev.tributary.hl7.Field;
import dev.tributary.hl7.Part;
import dev.tributary.hl7.Repetition;
import dev.tributary.hl7.Subcomponent;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where a source is, resolved against the table that names it. */
final class Lookup {

    private final SourceRef ref;
    private final boolean ownValue;
    private final boolean ownSegment;
    private final boolean currentField;

    /**
     * @param ref as written
     * @param tableSource the segment or data type of the table
     * @param rowField the field of the row, so that its repetition is meant; 0 if it has none
     */
    Lookup(SourceRef ref, String tableSource, int rowField) {
        this.ref = ref;
        this.ownValue = ref.field() == 0 && ref.owner().equals(tableSource);
        this.ownSegment = ref.field() > 0 && ref.owner().equals(tableSource);
        this.currentField = ownSegment && ref.field() == rowField && ref.repetition() == 0;
    }

    SourceRef ref() {
        return ref;
    }

    /** @return what stands there; null or empty if nothing does */
    @Nullable
    Part find(Frame frame, @Nullable Part current) {
        if (ref.isWhole() || ownValue) {
            Part source = frame.source();
            return source == null || ref.isWhole() ? source : frame.piece(ref.component(), ref.subcomponent());
        }
        if (currentField && current != null) {
            return descend(current);
        }
        Occurrence at = occurrence(frame);
        Repetition repetition = at == null ? null : at.repetition(ref.field(), Math.max(1, ref.repetition()));
        return repetition == null ? null : descend(repetition);
    }

    /** @return whether {@code ""} stands there, or in place of all it is a part of */
    boolean isDeleted(Frame frame, @Nullable Part current) {
        Part around;
        if (ref.isWhole() || ownValue) {
            around = frame.source();
        } else if (currentField && current != null) {
            around = current;
        } else {
            Occurrence at = occurrence(frame);
            around = at == null ? null : at.repetition(ref.field(), Math.max(1, ref.repetition()));
        }
        Part found = find(frame, current);
        return (around != null && around.isNull()) || (found != null && found.isNull());
    }

    /** @return whether the segment itself is there, for sources that name one */
    boolean segmentIsThere(Frame frame) {
        return occurrence(frame) != null;
    }

    /** @return how many repetitions of the field are valued */
    int count(Frame frame) {
        Occurrence at = occurrence(frame);
        if (at == null || ref.field() == 0) {
            return 0;
        }
        int count = 0;
        List<Repetition> repetitions = at.repetitions(ref.field());
        for (int i = 0; i < repetitions.size(); i++) {
            count += repetitions.get(i).isValued() ? 1 : 0;
        }
        return count;
    }

    /** @return the part's n-th piece; a part that is divided no further is its own first piece */
    static @Nullable Part child(Part part, int n) {
        if (part instanceof Repetition repetition) {
            return repetition.component(n);
        }
        if (part instanceof Component component) {
            return component.subcomponent(n);
        }
        if (part instanceof Field field) {
            return field.component(n);
        }
        return part instanceof Subcomponent && n == 1 ? part : null;
    }

    /** @return the component and subcomponent the source names, of a repetition or a value */
    @Nullable
    Part descend(Part part) {
        if (ref.component() == 0) {
            return part;
        }
        Part component = child(part, ref.component());
        return component == null || ref.subcomponent() == 0 ? component : child(component, ref.subcomponent());
    }

    /** @return the segment it is in: the table's own, or the nearest one of another name; null if there is none */
    @Nullable
    Occurrence occurrence(Frame frame) {
        return ownSegment ? frame.at() : frame.at().nearest(ref.owner());
    }
}
