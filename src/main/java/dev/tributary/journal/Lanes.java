package dev.tributary.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Who may go, and who waits for whom. A lane is a queue of tickets for one key; a ticket stands in all its lanes at
 * once and may go when it is the first in each. Where one ticket stands in two lanes, as with a merge, they are one lane
 * from then on ({@link JoinedLanes}).
 *
 * <p>Only a window of unfinished messages stands here. What comes behind a message that is held, or that failed too
 * often, must not fill the window: it is parked by number, with all lanes it would join (else a later message could
 * pass it), and returns when the cause is gone. In the window there is never a ticket that shares a key with a parked
 * one and came after it.
 */
final class Lanes {

    /** After so many transient failures those behind are parked, so that a long wait costs the others no window. */
    private static final int PARK_AFTER = 3;

    private static final Deque<Ticket> NOBODY = new ArrayDeque<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition claimable = lock.newCondition();
    private final Map<String, Deque<Ticket>> lanes = new HashMap<>();
    private final JoinedLanes joined = new JoinedLanes();
    private final Map<Long, Ticket> window = new HashMap<>();
    private final PriorityQueue<Ticket> ready = new PriorityQueue<>(Comparator.comparingLong(Ticket::id));
    private final PriorityQueue<Ticket> backingOff =
            new PriorityQueue<>((a, b) -> Long.signum(a.dueNanos - b.dueNanos));
    private final Map<String, Blockage> blocked = new HashMap<>();
    /** The lanes of each blocker itself. */
    private final Map<Long, Set<String>> blockerKeys = new HashMap<>();
    /** The blockers that a person decides on; the others are tried again. */
    private final Set<Long> held = new HashSet<>();
    /** Were parked and may come back; before anything newer, by number. */
    private final NavigableSet<Long> returning = new TreeSet<>();

    private final int windowSize;
    private final Runnable onRoom;
    private long entered;
    private long bytes;
    private boolean closed;

    /**
     * @param windowSize tickets at most
     * @param onRoom called under the lock when a ticket left or numbers returned; must not block
     */
    Lanes(int windowSize, Runnable onRoom) {
        this.windowSize = windowSize;
        this.onRoom = onRoom;
    }

    /** What became of a ticket on its way in. */
    enum Admission {
        /** Stands in its lanes. */
        ADMITTED,
        /** Its lanes are blocked. */
        PARKED,
        /** Others must come back first: ask again after them. */
        NOT_YET
    }

    /**
     * @param ticket a new one; by number, but for those returning
     * @param fromReturning whether it is the first of {@link #returning}
     */
    Admission admit(Ticket ticket, boolean fromReturning) {
        lock.lock();
        try {
            if (fromReturning ? returning.isEmpty() || returning.first() != ticket.id() : !returning.isEmpty()) {
                return Admission.NOT_YET;
            }
            returning.remove(ticket.id());
            if (window.containsKey(ticket.id())) {
                return Admission.ADMITTED;
            }
            ticket.standIn(joined.join(ticket.keys(), this::isLive));
            if (ticket.keys().stream().anyMatch(blocked::containsKey)) {
                park(ticket);
                return Admission.PARKED;
            }
            enter(ticket);
            return Admission.ADMITTED;
        } finally {
            lock.unlock();
        }
    }

    private boolean isLive(String key) {
        return lanes.containsKey(key) || blocked.containsKey(key);
    }

    /** Forgets which lanes were joined where nothing is left of them; to be called before the keys of others are found. */
    void forgetJoined() {
        lock.lock();
        try {
            joined.forgetIdle(this::isLive);
        } finally {
            lock.unlock();
        }
    }

    private void enter(Ticket ticket) {
        window.put(ticket.id(), ticket);
        ticket.entered = ++entered;
        bytes += ticket.bytes();
        for (String key : ticket.keys()) {
            Deque<Ticket> lane = lanes.computeIfAbsent(key, k -> new ArrayDeque<>(2));
            if (!lane.isEmpty()) {
                ticket.before++;
            }
            lane.addLast(ticket);
        }
        if (ticket.before == 0) {
            ready.add(ticket);
            claimable.signal();
        }
    }

    /**
     * @param most how many at most
     * @param claimers how many share what is ready
     * @return the next that may go, in the order in which they must be worked on: each after all that stand before it
     *     in its lanes; empty after {@link #close}
     */
    List<Ticket> claim(int most, int claimers) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed) {
                long now = System.nanoTime();
                while (!backingOff.isEmpty() && backingOff.element().dueNanos - now <= 0) {
                    ready.add(backingOff.remove());
                }
                if (!ready.isEmpty()) {
                    List<Ticket> claimed = take(most, claimers);
                    if (!ready.isEmpty() || !backingOff.isEmpty()) {
                        // someone else must watch for these
                        claimable.signal();
                    }
                    return claimed;
                }
                awaitNext(now);
            }
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    private List<Ticket> take(int most, int claimers) {
        // a fair share, so that few messages spread over all and many go together
        int share = (ready.size() + claimers - 1) / claimers;
        Claim claim = new Claim(most);
        while (!ready.isEmpty() && claim.size() < share && claim.takes(ready.element())) {
            claim.add(ready.remove());
        }
        for (int i = 0; i < claim.size(); i++) {
            for (String key : claim.tickets().get(i).keys()) {
                Ticket follower = firstUnclaimed(key);
                if (follower != null && claim.takes(follower) && follows(follower, claim)) {
                    claim.add(follower);
                }
            }
        }
        return claim.tickets();
    }

    private @Nullable Ticket firstUnclaimed(String key) {
        for (Ticket ticket : lanes.getOrDefault(key, NOBODY)) {
            if (!ticket.running) {
                return ticket;
            }
        }
        return null;
    }

    /** Whether whoever stands before it, in any of its lanes, is among those taken. */
    private boolean follows(Ticket follower, Claim claim) {
        if (follower.before == 0) {
            return false;
        }
        for (String key : follower.keys()) {
            for (Ticket ticket : lanes.getOrDefault(key, NOBODY)) {
                if (ticket == follower) {
                    break;
                }
                if (!claim.tickets().contains(ticket)) {
                    return false;
                }
            }
        }
        return true;
    }

    /**
     * A claim came to nothing: its tickets wait for their turn again, and at most half of them go together then, so that
     * the one that does not work is soon alone.
     */
    void apart(List<Ticket> claimed) {
        lock.lock();
        try {
            for (Ticket ticket : claimed) {
                ticket.running = false;
                ticket.together = Math.max(1, claimed.size() / 2);
                if (window.get(ticket.id()) == ticket && ticket.before == 0) {
                    ready.add(ticket);
                    claimable.signal();
                }
            }
        } finally {
            lock.unlock();
        }
    }

    private void awaitNext(long now) throws InterruptedException {
        if (backingOff.isEmpty()) {
            claimable.await();
        } else {
            long remaining = claimable.awaitNanos(backingOff.element().dueNanos - now);
            assert remaining <= Long.MAX_VALUE;
        }
    }

    /** The message is PROCESSED, FILTERED or FAILED: its lanes go on. */
    void done(Ticket ticket) {
        lock.lock();
        try {
            leave(ticket);
            unblock(ticket.id());
            if (ticket.again) {
                returning.add(ticket.id());
            }
            onRoom.run();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The message is HELD: its lanes wait for {@link #unhold}.
     *
     * @return the numbers that wait behind it now
     */
    List<Long> held(Ticket ticket) {
        lock.lock();
        try {
            List<Long> behind = block(ticket.id(), ticket.keys());
            held.add(ticket.id());
            leave(ticket);
            if (ticket.again || ticket.skipped) {
                // a person was faster than we
                unhold(ticket.id(), ticket.again);
            }
            onRoom.run();
            return behind;
        } finally {
            lock.unlock();
        }
    }

    /** A message was found HELD at the start. */
    void held(long id, Set<String> keys) {
        lock.lock();
        try {
            block(id, joined.join(keys, this::isLive));
            held.add(id);
        } finally {
            lock.unlock();
        }
    }

    /** @return a HELD message that this parked one waits for, or null if there is none */
    @Nullable
    Long heldBefore(Ticket parked) {
        lock.lock();
        try {
            return parked.keys().stream()
                    .map(blocked::get)
                    .filter(Objects::nonNull)
                    .flatMap(blockage -> blockage.blockers.stream())
                    .filter(held::contains)
                    .findFirst()
                    .orElse(null);
        } finally {
            lock.unlock();
        }
    }

    /**
     * A person decided on a HELD message.
     *
     * @param again whether it is QUEUED again, and goes before those that waited for it
     */
    void unhold(long id, boolean again) {
        lock.lock();
        try {
            Ticket running = window.get(id);
            if (running != null) {
                running.again |= again;
                running.skipped |= !again;
                return;
            }
            held.remove(id);
            unblock(id);
            if (again) {
                returning.add(id);
            }
            onRoom.run();
        } finally {
            lock.unlock();
        }
    }

    /** Tries it again later; it stays the first of its lanes. */
    void later(Ticket ticket, long delayNanos) {
        lock.lock();
        try {
            ticket.running = false;
            ticket.together = 1;
            ticket.failures++;
            ticket.dueNanos = System.nanoTime() + delayNanos;
            if (window.get(ticket.id()) != ticket) {
                return;
            }
            if (ticket.failures >= PARK_AFTER && !blockerKeys.containsKey(ticket.id())) {
                block(ticket.id(), ticket.keys());
                onRoom.run();
            }
            backingOff.add(ticket);
            claimable.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Forgets a message that a person passed over; one that runs finds out by itself. */
    void skip(long id) {
        lock.lock();
        try {
            Ticket ticket = window.get(id);
            if (ticket == null || ticket.running) {
                unhold(id, false);
                return;
            }
            ready.remove(ticket);
            backingOff.remove(ticket);
            leave(ticket);
            unblock(id);
            onRoom.run();
        } finally {
            lock.unlock();
        }
    }

    private void leave(Ticket ticket) {
        if (!window.remove(ticket.id(), ticket)) {
            return;
        }
        bytes -= ticket.bytes();
        for (String key : ticket.keys()) {
            Deque<Ticket> lane = lanes.get(key);
            if (lane == null) {
                continue;
            }
            if (lane.peekFirst() != ticket) {
                lane.remove(ticket);
                continue;
            }
            lane.removeFirst();
            Ticket next = lane.peekFirst();
            if (next == null) {
                lanes.remove(key);
            } else if (--next.before == 0 && !next.running) {
                ready.add(next);
                claimable.signal();
            }
        }
    }

    private void park(Ticket ticket) {
        Blockage blockage = join(ticket.keys());
        blockage.parked.add(ticket.id());
    }

    /** @return what waits behind it, parked now */
    private List<Long> block(long id, Set<String> keys) {
        blockerKeys.put(id, keys);
        if (keys.isEmpty()) {
            return List.of();
        }
        List<Ticket> behind = behind(id, keys);
        Set<String> all = new HashSet<>(keys);
        behind.forEach(ticket -> all.addAll(ticket.keys()));
        // from the last to the first, so that none of them becomes ready on the way out
        for (int i = behind.size() - 1; i >= 0; i--) {
            leave(behind.get(i));
        }
        Blockage blockage = join(all);
        blockage.blockers.add(id);
        List<Long> parked = behind.stream().map(Ticket::id).toList();
        blockage.parked.addAll(parked);
        return parked;
    }

    /** Everything in the window that waits for this one, directly or through others; in the order of admission. */
    private List<Ticket> behind(long id, Set<String> keys) {
        Set<Ticket> found = new HashSet<>();
        Deque<Ticket> open = new ArrayDeque<>();
        Ticket cause = window.get(id);
        for (String key : keys) {
            collect(key, cause, found, open);
        }
        while (!open.isEmpty()) {
            Ticket ticket = open.removeFirst();
            for (String key : ticket.keys()) {
                collect(key, ticket, found, open);
            }
        }
        List<Ticket> behind = new ArrayList<>(found);
        behind.sort(Comparator.comparingLong(ticket -> ticket.entered));
        return behind;
    }

    private void collect(String key, @Nullable Ticket after, Set<Ticket> found, Deque<Ticket> open) {
        boolean passed = after == null;
        for (Ticket ticket : lanes.getOrDefault(key, NOBODY)) {
            if (passed && found.add(ticket)) {
                open.addLast(ticket);
            }
            passed |= ticket == after;
        }
    }

    /** One blockage for all these lanes, made of those that block some of them already. */
    private Blockage join(Set<String> keys) {
        Blockage joined = new Blockage();
        for (String key : keys) {
            Blockage other = blocked.get(key);
            if (other != null && other != joined) {
                Blockage larger = other.keys.size() + other.parked.size() > joined.keys.size() + joined.parked.size()
                        ? other
                        : joined;
                Blockage smaller = larger == joined ? other : joined;
                larger.takeOver(smaller);
                smaller.keys.forEach(taken -> blocked.put(taken, larger));
                joined = larger;
            }
        }
        for (String key : keys) {
            joined.keys.add(key);
            blocked.put(key, joined);
        }
        return joined;
    }

    private void unblock(long id) {
        Set<String> keys = blockerKeys.remove(id);
        Blockage dissolved = keys == null || keys.isEmpty()
                ? null
                : blocked.get(keys.iterator().next());
        if (dissolved == null) {
            return;
        }
        dissolved.keys.forEach(blocked::remove);
        returning.addAll(dissolved.parked);
        for (Long other : dissolved.blockers) {
            Set<String> otherKeys = blockerKeys.get(other);
            if (otherKeys != null && !otherKeys.isEmpty()) {
                join(otherKeys).blockers.add(other);
            }
        }
    }

    /** @return the first of those that were parked and may come back */
    List<Long> firstReturning(int limit) {
        lock.lock();
        try {
            return returning.stream().limit(limit).toList();
        } finally {
            lock.unlock();
        }
    }

    /** A number is not QUEUED any more and needs not come back. */
    void forget(long id) {
        lock.lock();
        try {
            returning.remove(id);
        } finally {
            lock.unlock();
        }
    }

    /** @return how many more tickets the window takes */
    int room() {
        lock.lock();
        try {
            return windowSize - window.size();
        } finally {
            lock.unlock();
        }
    }

    /** @return memory that the bytes of all tickets take */
    long bytes() {
        lock.lock();
        try {
            return bytes;
        } finally {
            lock.unlock();
        }
    }

    /** Nobody claims any more. */
    void close() {
        lock.lock();
        try {
            closed = true;
            claimable.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
