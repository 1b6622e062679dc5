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

    private static final String PATIENT = "PID";

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
            Place late = latePatient(group, name);
            if (late != null) {
                misplaced = true;
                return at(segment, late, group);
            }
            if (group.group().repeats() && group.parent() != null && beginsAnew(group, segment)) {
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

    // a PID behind its PV1 is that of the same patient, whose group has none yet
    private static @Nullable Place latePatient(GroupInstance group, String name) {
        for (Structure item : group.group().items()) {
            if (name.equals(PATIENT)
                    && item instanceof Place place
                    && place.segment().equals(name)
                    && !group.holds(place)) {
                return place;
            }
        }
        return null;
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
                GroupInstance there = group.last(below);
                if (below.contains(segment.name())
                        && (begins(below, segment) ? !isAtHead(group, segment) : !begunAround(group, segment))
                        && (there == null || !below.repeats() || beginsAnew(there, segment))
                        && (i > group.position() || below.repeats() || there == null)) {
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

    // An order begins anew with its first segment, or with one that it has already and takes once. A TQ1 after the
    // results is out of place, but of the same order: it begins none.
    private static boolean beginsAnew(GroupInstance group, Segment segment) {
        return begins(group.group(), segment) || isFull(group, segment);
    }

    private static boolean isFull(GroupInstance group, Segment segment) {
        boolean taken = false;
        for (Structure item : group.group().items()) {
            if (item instanceof Place place) {
                if (place.segment().equals(segment.name())) {
                    if (place.repeats() || !group.holds(place)) {
                        return false;
                    }
                    taken = true;
                }
            } else if (item instanceof Group below && below.contains(segment.name())) {
                GroupInstance there = group.last(below);
                boolean begun = there != null && !isFull(there, segment);
                boolean open = begun || ((there == null || below.repeats()) && begins(below, segment));
                if (open) {
                    return false;
                }
                taken |= there != null;
            }
        }
        return taken;
    }

    // the second ORC of an OML begins the next order, and so does its second OBR: it stands in no prior result that has
    // not begun
    private static boolean begunAround(GroupInstance within, Segment segment) {
        for (GroupInstance group = within; group != null; group = group.parent()) {
            boolean full = group.group().owns(segment.name()) && isFull(group, segment);
            if (group.group().repeats() && (full || begins(group.group(), segment))) {
                return true;
            }
        }
        return false;
    }

    // an OUL has the ORC before its OBR or behind it: where the order has begun with one, the next begins the next
    // order
    private static boolean isAtHead(GroupInstance within, Segment segment) {
        GroupInstance around = within;
        while (!around.group().repeats() && around.parent() != null) {
            around = around.parent();
        }
        if (!around.group().repeats() || !begins(around.group(), segment)) {
            return false;
        }
        GroupInstance head = around;
        while (head != null && head.group().items().get(0) instanceof Group first) {
            head = head.last(first);
        }
        return head != null && head.group().items().get(0) instanceof Place place && head.holds(place);
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
                if (place.repeats() || !group.holds(place)) {
                    return at(segment, place, group);
                }
                if (segment.name().equals(PATIENT)) {
                    return secondPatient(group, segment, place);
                }
                // what stands once begins its group anew
                GroupInstance parent = group.parent() == null ? group : group.parent();
                return at(segment, place, new GroupInstance(group.group(), parent));
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

    // A second PID is a second patient, also where the structure has one only: what can hold a patient of its own
    // begins
    // anew, if need be the whole message, so that nothing of the two is ever written into one.
    private Occurrence secondPatient(GroupInstance group, Segment segment, Place place) {
        GroupInstance whole = group;
        while (!whole.group().repeats() && whole.parent() != null) {
            whole = whole.parent();
        }
        GroupInstance around = whole.parent() == null ? whole : whole.parent();
        GroupInstance anew = new GroupInstance(whole.group(), around);
        if (whole == group) {
            return at(segment, place, anew);
        }
        Occurrence there = ahead(anew, segment, 0);
        return there == null ? at(segment, null, anew) : there;
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
