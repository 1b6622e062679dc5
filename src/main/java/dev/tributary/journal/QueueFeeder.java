package dev.tributary.journal;

import dev.tributary.base.LogKey;
import dev.tributary.base.MessageId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/**
 * Brings messages into the lanes in the order of numbers: first those that come back from a blocked lane, then the
 * freshly recorded, and what did not fit into memory from the database. One thread, so that the order is plain to see.
 */
final class QueueFeeder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(QueueFeeder.class);
    private static final int PAGE = 500;
    private static final int AT_ONCE = 100;
    private static final long PAUSE_AFTER_TROUBLE_MILLIS = 500;

    private final StoredQueue stored;
    private final PostgresTransitions transitions;
    private final LaneKeys laneKeys;
    private final Handover handover;
    private final Lanes lanes;
    private final long windowBytes;
    /** The database is asked for a page, not for one message each time one is done. */
    private final int enoughRoom;

    private final Semaphore news = new Semaphore(1);
    private final Thread thread;
    private volatile boolean closing;
    private boolean heldKnown;
    /** All QUEUED messages up to this number are in the lanes, or parked. */
    private long last;
    /** Taken from the hand-over, and its keys not known yet: where the database is away, they are asked for again. */
    private List<InboundMessage> taken = List.of();
    /** Taken from the hand-over and not yet in the lanes. */
    private final Deque<Waiting> pending = new ArrayDeque<>();
    /** What was parked in this round, by the HELD message it waits for. */
    private final Map<Long, List<Long>> newlyParked = new HashMap<>();

    /** A message whose keys are known. */
    private record Waiting(InboundMessage message, Set<String> keys) {}

    QueueFeeder(StoredQueue stored, PostgresTransitions transitions, LaneKeys laneKeys, JournalProperties settings) {
        this.stored = stored;
        this.transitions = transitions;
        this.laneKeys = laneKeys;
        this.windowBytes = settings.windowMemory().toBytes();
        this.enoughRoom = Math.max(1, Math.min(PAGE, settings.window() / 4));
        this.handover = new Handover(settings.window(), windowBytes, this::wake);
        this.lanes = new Lanes(settings.window(), this::wake);
        this.thread = new Thread(this::feed, "journal-feeder");
        this.thread.setDaemon(true);
    }

    Lanes lanes() {
        return lanes;
    }

    RecordedListener listener() {
        return handover;
    }

    void start() {
        thread.start();
    }

    private void wake() {
        if (news.availablePermits() == 0) {
            news.release();
        }
    }

    private void feed() {
        while (!closing) {
            try {
                news.acquire();
                news.drainPermits();
                while (!closing && step()) {
                    showWaiting();
                }
                showWaiting();
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.atWarn()
                        .addKeyValue(LogKey.EXCEPTION, e.getClass().getName())
                        .log("queue not read, trying again");
                pause();
                wake();
            }
        }
    }

    private void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_AFTER_TROUBLE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closing = true;
        }
    }

    /** @return whether there may be more to do at once */
    private boolean step() {
        if (!heldKnown) {
            readHeld();
        }
        int room = lanes.room();
        if (room <= 0) {
            return false;
        }
        boolean roomForPage = room >= enoughRoom;
        List<Long> returning = lanes.firstReturning(Math.min(room, PAGE));
        if (!returning.isEmpty()) {
            if (roomForPage) {
                bringBack(returning);
            }
            return roomForPage;
        }
        if (pending.isEmpty()) {
            if (taken.isEmpty()) {
                taken = handover.poll(AT_ONCE);
            }
            pending.addAll(withKeys(taken));
            taken = List.of();
        }
        Waiting next = pending.peek();
        if (next != null) {
            long id = next.message().id().value();
            if (id > last && !admit(next, false)) {
                return true;
            }
            last = Math.max(last, id);
            pending.remove();
            return true;
        }
        int mark = handover.behind();
        return mark >= 0 && roomForPage && readOn(Math.min(room, PAGE), mark);
    }

    private void readHeld() {
        long after = 0;
        long read = stored.heldAfter(after, PAGE, this::block);
        while (read > after) {
            after = read;
            read = stored.heldAfter(after, PAGE, this::block);
        }
        heldKnown = true;
    }

    private void block(InboundMessage held) {
        lanes.held(held.id().value(), withKeys(List.of(held)).get(0).keys());
    }

    private void bringBack(List<Long> ids) {
        Set<Long> there = new HashSet<>(stored.stillQueued(ids));
        ids.stream().filter(id -> !there.contains(id)).forEach(lanes::forget);
        List<InboundMessage> back = new ArrayList<>();
        stored.queued(ids, back::add);
        withKeys(back).forEach(message -> admit(message, true));
    }

    private boolean readOn(int limit, int mark) {
        long before = last;
        List<InboundMessage> page = new ArrayList<>();
        long read = stored.queuedAfter(before, limit, page::add);
        for (Waiting message : withKeys(page)) {
            if (!admit(message, false)) {
                return true;
            }
            last = message.message().id().value();
        }
        if (read > before) {
            last = Math.max(last, read);
            return true;
        }
        handover.caughtUp(mark);
        return handover.behind() >= 0;
    }

    /** @return false if others must come back first */
    private boolean admit(Waiting waiting, boolean fromReturning) {
        InboundMessage message = waiting.message();
        long size = message.wire().bytes().length;
        InboundMessage kept = lanes.bytes() + size <= windowBytes ? message : null;
        long id = message.id().value();
        Ticket ticket = new Ticket(id, kept, waiting.keys());
        Lanes.Admission admission = lanes.admit(ticket, fromReturning);
        if (admission == Lanes.Admission.PARKED) {
            Long held = lanes.heldBefore(ticket);
            if (held != null) {
                newlyParked.computeIfAbsent(held, h -> new ArrayList<>()).add(id);
            }
        }
        return admission != Lanes.Admission.NOT_YET;
    }

    private List<Waiting> withKeys(List<InboundMessage> messages) {
        if (messages.isEmpty()) {
            return List.of();
        }
        if (pending.isEmpty()) {
            // what is forgotten now was committed before its keys are asked for, and pending ones were asked before
            lanes.forgetJoined();
        }
        List<Set<String>> keys;
        try {
            keys = laneKeys.ofAll(messages);
        } catch (DataAccessException e) {
            throw e;
        } catch (RuntimeException e) {
            keys = messages.stream().map(this::keysOfOne).toList();
        }
        List<Waiting> waiting = new ArrayList<>(messages.size());
        for (int i = 0; i < messages.size(); i++) {
            waiting.add(new Waiting(messages.get(i), Set.copyOf(keys.get(i))));
        }
        return waiting;
    }

    private Set<String> keysOfOne(InboundMessage message) {
        try {
            return laneKeys.of(message);
        } catch (DataAccessException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.atError()
                    .addKeyValue(LogKey.MESSAGE_ID, message.id())
                    .addKeyValue(LogKey.EXCEPTION, e.getClass().getName())
                    .log("lanes not known, the feed's own lane is taken");
            return Set.of("feed " + message.wire().feed());
        }
    }

    private void showWaiting() {
        newlyParked.forEach((held, ids) -> transitions.waitFor(new MessageId(held), ids));
        newlyParked.clear();
    }

    @Override
    public void close() {
        closing = true;
        wake();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
