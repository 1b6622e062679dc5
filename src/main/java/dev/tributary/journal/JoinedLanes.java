package dev.tributary.journal;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which keys have become one lane, because a message spoke of both: a merge, or a new number of a known patient. From
 * then on whoever comes with one of them stands behind everything that came with any of them, although the identity
 * tables may not know yet that they are one patient. Forgotten once nothing of it is left in the lanes: by then the
 * tables know. Belongs to {@link Lanes} and is touched under its lock only.
 */
final class JoinedLanes {

    /** One lane under several keys; new tickets stand under {@code lane}. */
    private static final class Group {
        final Set<String> keys = new HashSet<>();
        final String lane;

        Group(String lane) {
            this.lane = lane;
        }
    }

    private final Map<String, Group> groups = new HashMap<>();
    private final Set<Group> maybeIdle = new HashSet<>();

    /**
     * Joins these keys.
     *
     * @param keys of one message
     * @param live whether something stands, or is parked, under a key
     * @return where the message must stand: in the joined lane, and in what is left of those that were joined
     */
    Set<String> join(Set<String> keys, Predicate<String> live) {
        if (keys.isEmpty()
                || keys.size() == 1 && !groups.containsKey(keys.iterator().next())) {
            return keys;
        }
        Group joined = null;
        for (String key : keys) {
            Group other = groups.get(key);
            if (other != null && (joined == null || other.keys.size() > joined.keys.size())) {
                joined = other;
            }
        }
        if (joined == null) {
            joined = new Group(keys.iterator().next());
        }
        for (String key : keys) {
            takeOver(key, joined);
        }
        maybeIdle.add(joined);
        Set<String> places = new LinkedHashSet<>();
        places.add(joined.lane);
        joined.keys.stream().filter(live).forEach(places::add);
        return places;
    }

    private void takeOver(String key, Group joined) {
        Group other = groups.get(key);
        if (other == joined) {
            return;
        }
        if (other == null) {
            joined.keys.add(key);
            groups.put(key, joined);
            return;
        }
        maybeIdle.remove(other);
        joined.keys.addAll(other.keys);
        other.keys.forEach(its -> groups.put(its, joined));
    }

    /**
     * Forgets what has nothing left in the lanes.
     *
     * @param live see {@link #join}
     */
    void forgetIdle(Predicate<String> live) {
        maybeIdle.removeIf(group -> {
            if (group.keys.stream().anyMatch(live)) {
                return false;
            }
            group.keys.forEach(groups::remove);
            return true;
        });
    }

    /** @return how many keys are remembered */
    int size() {
        return groups.size();
    }
}
