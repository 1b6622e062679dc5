package dev.tributary.mapping.plan;

import dev.tributary.hl7.Segment;
import dev.tributary.mapping.plan.Structure.Group;
import dev.tributary.mapping.plan.Structure.Place;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One repetition of a group in a message. */
final class GroupInstance {

    private final Group group;
    private final @Nullable GroupInstance parent;
    private final List<Object> content = new ArrayList<>(4);
    private final @Nullable ResourceInstance[] resources;
    // how far in the group's items the message has come
    private int position = -1;

    GroupInstance(Group group, @Nullable GroupInstance parent) {
        this.group = group;
        this.parent = parent;
        this.resources = new ResourceInstance[group.labels()];
        if (parent != null) {
            parent.content.add(this);
        }
    }

    Group group() {
        return group;
    }

    @Nullable
    GroupInstance parent() {
        return parent;
    }

    int position() {
        return position;
    }

    void moveTo(int newPosition) {
        position = newPosition;
    }

    void add(Occurrence occurrence) {
        content.add(occurrence);
    }

    /** @return the resources that are one per repetition of this group, by label */
    @Nullable
    ResourceInstance[] resources() {
        return resources;
    }

    /** @return the first segment of this name in it or below */
    @Nullable
    Segment first(String name) {
        for (Object each : content) {
            if (each instanceof Occurrence occurrence) {
                if (occurrence.segment().name().equals(name)) {
                    return occurrence.segment();
                }
            } else {
                Segment found = ((GroupInstance) each).first(name);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /** @return whether a segment stands at the place already */
    boolean holds(Place place) {
        for (Object each : content) {
            if (each instanceof Occurrence occurrence && occurrence.place() == place) {
                return true;
            }
        }
        return false;
    }

    /** @return the last repetition of a group below; null if there is none */
    @Nullable
    GroupInstance last(Group below) {
        GroupInstance last = null;
        for (Object each : content) {
            if (each instanceof GroupInstance instance && instance.group == below) {
                last = instance;
            }
        }
        return last;
    }
}
