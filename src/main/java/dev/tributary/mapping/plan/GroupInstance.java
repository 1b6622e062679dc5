package dev.tributary.mapping.plan;

import dev.tributary.mapping.plan.Structure.Group;
import dev.tributary.mapping.plan.Structure.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One repetition of a group in a message. */
final class GroupInstance {

    // up to here it is quicker to look than to remember
    private static final int FEW = 8;

    private final Group group;
    private final @Nullable GroupInstance parent;
    private final List<Object> content = new ArrayList<>(4);
    // by number of the item: what stands there last, an occurrence or a repetition of a group
    private final @Nullable Object[] latest;
    private final @Nullable ResourceInstance[] resources;
    private Map<String, Optional<Occurrence>> firsts = Map.of();
    // how far in the group's items the message has come
    private int position = -1;
    // whether a segment without a place is in it or below
    private boolean strays;

    GroupInstance(Group group, @Nullable GroupInstance parent) {
        this.group = group;
        this.parent = parent;
        this.latest = new Object[group.items().size()];
        this.resources = new ResourceInstance[group.labels()];
        if (parent != null) {
            parent.content.add(this);
            parent.latest[group.number()] = this;
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
        Place place = occurrence.place();
        if (place != null) {
            latest[place.number()] = occurrence;
            return;
        }
        for (GroupInstance each = this; each != null; each = each.parent) {
            each.strays = true;
        }
    }

    /** @return the repetition of a group that this is or lies in; null if there is none */
    @Nullable
    GroupInstance within(Group wanted) {
        GroupInstance each = this;
        while (each != null && each.group != wanted) {
            each = each.parent;
        }
        return each;
    }

    /**
     * @return whether a segment of this name, if it is not in here, is another's: of the order or patient before. A PID is
     *     not the order's, though its prior results may have one
     */
    boolean endsSearchFor(String name) {
        if (!group.contains(name)) {
            return false;
        }
        if (isMessageAnew()) {
            return isFromFirstOn(name);
        }
        if (!group.repeats()) {
            return false;
        }
        for (Group around = group.parent(); around != null && !group.owns(name); around = around.parent()) {
            if (around.owns(name)) {
                return false;
            }
        }
        return true;
    }

    /** @return whether what stands at a place or in a group below, if it is not in here, is another's */
    boolean endsSearchFor(Structure wanted) {
        return (group.repeats() || isMessageAnew()) && group.holds(wanted);
    }

    /** @return whether it is the whole message once more, which a second patient has begun */
    boolean isMessageAnew() {
        return group.parent() == null && parent != null;
    }

    // the header is of all patients: a message that begins anew has its own of what stands behind it only
    private boolean isFromFirstOn(String name) {
        boolean begun = false;
        for (int i = 0; i < latest.length; i++) {
            begun |= latest[i] != null;
            Structure item = group.items().get(i);
            boolean has = item instanceof Group below
                    ? below.contains(name)
                    : ((Place) item).segment().equals(name);
            if (begun && has) {
                return true;
            }
        }
        return false;
    }

    /** @return the resources that are one per repetition of this group, by label */
    @Nullable
    ResourceInstance[] resources() {
        return resources;
    }

    /** @return the first segment of this name in it or below; to be asked once all segments have their places */
    @Nullable
    Occurrence first(String name) {
        if (!strays && !group.contains(name)) {
            return null;
        }
        if (content.size() <= FEW) {
            return find(name);
        }
        if (firsts.isEmpty()) {
            firsts = new HashMap<>();
        }
        Optional<Occurrence> known = firsts.get(name);
        if (known == null) {
            known = Optional.ofNullable(find(name));
            firsts.put(name, known);
        }
        return known.orElse(null);
    }

    private @Nullable Occurrence find(String name) {
        for (int i = 0; i < content.size(); i++) {
            Object each = content.get(i);
            if (each instanceof Occurrence occurrence) {
                if (occurrence.segment().name().equals(name)) {
                    return occurrence;
                }
            } else {
                Occurrence found = ((GroupInstance) each).first(name);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /** @return whether a segment stands at the place already */
    boolean holds(Place place) {
        return latest[place.number()] != null;
    }

    /** @return the last repetition of a group below; null if there is none */
    @Nullable
    GroupInstance last(Group below) {
        return (GroupInstance) latest[below.number()];
    }
}
