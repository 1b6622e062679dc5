package dev.tributary.mapping.plan;

import dev.tributary.hl7.Repetition;
import dev.tributary.hl7.Segment;
import dev.tributary.mapping.plan.Structure.Place;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One segment of the message at its place. Used by one thread. */
final class Occurrence {

    private final Segment segment;
    private final @Nullable Place place;
    private final GroupInstance group;
    private final @Nullable ResourceInstance[] resources;
    // rows and conditions ask for the same fields over and over: each is divided once
    private @Nullable List<Repetition>[] fields = none();

    /**
     * @param segment of the message
     * @param place in the structure; null where it has none
     * @param group it belongs to
     */
    Occurrence(Segment segment, @Nullable Place place, GroupInstance group) {
        this.segment = segment;
        this.place = place;
        this.group = group;
        this.resources = new ResourceInstance[place == null ? 0 : place.labels()];
    }

    Segment segment() {
        return segment;
    }

    @Nullable
    Place place() {
        return place;
    }

    GroupInstance group() {
        return group;
    }

    /** @return the resources that are one per occurrence of this segment, by label */
    @Nullable
    ResourceInstance[] resources() {
        return resources;
    }

    /** @return the repetitions of a field, from 1; none where nothing was sent */
    List<Repetition> repetitions(int field) {
        if (segment.isEmpty(field)) {
            return List.of();
        }
        if (fields.length == 0) {
            fields = lists(segment.fieldCount());
        }
        List<Repetition> known = fields[field - 1];
        if (known == null) {
            known = segment.field(field).repetitions();
            fields[field - 1] = known;
        }
        return known;
    }

    /** @return the n-th repetition of a field, both from 1; null where there is none */
    @Nullable
    Repetition repetition(int field, int n) {
        List<Repetition> all = repetitions(field);
        return n <= all.size() ? all.get(n - 1) : null;
    }

    /**
     * @return this segment if it has the name, else the nearest one: in its group, in the group around it, and so on, but
     *     not past a repetition that has a place for it; null if there is none
     */
    @Nullable
    Occurrence nearest(String name) {
        if (segment.name().equals(name)) {
            return this;
        }
        for (GroupInstance each = group; each != null; each = each.parent()) {
            Occurrence found = each.first(name);
            if (found != null) {
                return found;
            }
            if (each.endsSearchFor(name)) {
                return null;
            }
        }
        return null;
    }

    private static @Nullable List<Repetition>[] none() {
        return lists(0);
    }

    @SuppressWarnings({"unchecked", "rawtypes"})
    private static @Nullable List<Repetition>[] lists(int size) {
        return new List[size];
    }
}
