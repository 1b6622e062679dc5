package dev.tributary.mapping.plan;

import dev.tributary.hl7.Segment;
import dev.tributary.mapping.plan.Structure.Place;
import org.jspecify.annotations.Nullable;

/** One segment of the message at its place. */
final class Occurrence {

    private final Segment segment;
    private final @Nullable Place place;
    private final GroupInstance group;
    private final @Nullable ResourceInstance[] resources;

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

    /** @return this segment if it has the name, else the nearest one: in its group, in the group around it, and so on */
    @Nullable
    Segment nearest(String name) {
        if (segment.name().equals(name)) {
            return segment;
        }
        for (GroupInstance each = group; each != null; each = each.parent()) {
            Segment found = each.first(name);
            if (found != null) {
                return found;
            }
        }
        return null;
    }
}
