package dev.tributary.mapping.plan;

import dev.tributary.hl7.Segment;
import dev.tributary.mapping.plan.Structure.Group;
import dev.tributary.mapping.plan.Structure.Place;
import org.jspecify.annotations.Nullable;

/**
 * Finds each segment its place in the structure, tolerant of what is missing, repeated or in the wrong order: no
 * segment is ever lost.
 */
final class StructureReader {

    private final GroupInstance root;
    private GroupInstance current;
    private boolean misplaced;

    StructureReader(Group structure) {
        root = new GroupInstance(structure, null);
        current = root;
    }

    /** @return the segment at its place; one without a place belongs to the group the message is in */
    Occurrence place(Segment segment) {
        misplaced = false;
        String name = segment.name();
        for (GroupInstance group = current; group != null; group = group.parent()) {
            if (!group.group().contains(name)) {
                continue;
            }
            Occurrence ahead = ahead(group, segment, Math.max(0, group.position()));
            if (ahead != null) {
                return ahead;
            }
            if (group.group().repeats() && group.parent() != null) {
                Occurrence again = ahead(new GroupInstance(group.group(), group.parent()), segment, 0);
                if (again != null) {
                    return again;
                }
            }
        }
        misplaced = true;
        Occurrence nearest = nearest(segment);
        return nearest == null ? at(segment, null, current) : nearest;
    }

    /** @return whether the segment placed last stood where the structure does not have it */
    boolean wasMisplaced() {
        return misplaced;
    }

    // from where the group has come to, onwards
    private @Nullable Occurrence ahead(GroupInstance group, Segment segment, int from) {
        for (int i = from; i < group.group().items().size(); i++) {
            Structure item = group.group().items().get(i);
            if (item instanceof Place place) {
                if (place.segment().equals(segment.name()) && (place.repeats() || !group.holds(place))) {
                    group.moveTo(i);
                    return at(segment, place, group);
                }
            } else {
                Group below = (Group) item;
                if (below.contains(segment.name())
                        && (begins(below, segment) || !begunAround(group, segment))
                        && (i > group.position() || below.repeats() || group.last(below) == null)) {
                    Occurrence inside = ahead(new GroupInstance(below, group), segment, 0);
                    if (inside != null) {
                        group.moveTo(i);
                        return inside;
                    }
                }
            }
        }
        return null;
    }

    // the second ORC of an OML begins the next order: it stands in no prior result that has not begun
    private static boolean begunAround(GroupInstance within, Segment segment) {
        for (GroupInstance group = within; group != null; group = group.parent()) {
            if (group.group().repeats() && begins(group.group(), segment)) {
                return true;
            }
        }
        return false;
    }

    private static boolean begins(Group group, Segment segment) {
        Structure first = group.items().get(0);
        return first instanceof Group below
                ? begins(below, segment)
                : ((Place) first).segment().equals(segment.name());
    }

    // backwards: the innermost group that has a place for it anywhere
    private @Nullable Occurrence nearest(Segment segment) {
        for (GroupInstance group = current; group != null; group = group.parent()) {
            if (group.group().contains(segment.name())) {
                return anywhere(group, segment);
            }
        }
        return null;
    }

    private Occurrence anywhere(GroupInstance group, Segment segment) {
        for (Structure item : group.group().items()) {
            if (item instanceof Place place && place.segment().equals(segment.name())) {
                // a second PID is a second patient: what stands once begins its group anew
                boolean taken = !place.repeats() && group.holds(place);
                GroupInstance parent = group.parent() == null ? group : group.parent();
                return at(segment, place, taken ? new GroupInstance(group.group(), parent) : group);
            }
        }
        for (Structure item : group.group().items()) {
            if (item instanceof Group below && below.contains(segment.name())) {
                GroupInstance there = group.last(below);
                return anywhere(there == null ? new GroupInstance(below, group) : there, segment);
            }
        }
        return at(segment, null, group);
    }

    private Occurrence at(Segment segment, @Nullable Place place, GroupInstance group) {
        Occurrence occurrence = new Occurrence(segment, place, group);
        group.add(occurrence);
        if (place != null) {
            current = group;
        }
        return occurrence;
    }
}
