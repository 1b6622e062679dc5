package dev.tributary.journal;

import dev.tributary.base.LogKey;
import dev.tributary.base.MessageId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings messages into the lanes in the order of numbers: first those that come back from a blocked lane, then the
 * freshly recorded, and what did not fit into memory from the database. One thread, so that the order is plain to see.
 */
final class QueueFeeder implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(QueueFeeder.class);
    private static final int PAGE = 500;
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
    /** Taken from the hand-over, but others had to go first. */
    private @Nullable InboundMessage pending;
    /** What was parked in this round, by the HELD message it waits for. */
    private final Map<Long, List<Long>> newlyParked = new HashMap<>();

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
        if (pending == null) {
            pending = handover.poll();
        }
        if (pending != null) {
            if (pending.id().value() > last && !admit(pending, false)) {
                return true;
            }
            last = Math.max(last, pending.id().value());
            pending = null;
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
        lanes.held(held.id().value(), keys(held));
    }

    private void bringBack(List<Long> ids) {
        Set<Long> there = new HashSet<>(stored.stillQueued(ids));
        ids.stream().filter(id -> !there.contains(id)).forEach(lanes::forget);
        stored.queued(ids, message -> admit(message, true));
    }

    private boolean readOn(int limit, int mark) {
        long before = last;
        boolean[] interrupted = {false};
        long read = stored.queuedAfter(before, limit, message -> {
            if (!interrupted[0] && admit(message, false)) {
                last = message.id().value();
            } else {
                interrupted[0] = true;
            }
        });
        if (interrupted[0]) {
            return true;
        }
        if (read > before) {
            last = Math.max(last, read);
            return true;
        }
        handover.caughtUp(mark);
        return handover.behind() >= 0;
    }

    /** @return false if others must come back first */
    private boolean admit(InboundMessage message, boolean fromReturning) {
        Set<String> keys = keys(message);
        long size = message.wire().bytes().length;
        InboundMessage kept = lanes.bytes() + size <= windowBytes ? message : null;
        long id = message.id().value();
        Lanes.Admission admission = lanes.admit(new Ticket(id, kept, keys), fromReturning);
        if (admission == Lanes.Admission.PARKED) {
            Long held = lanes.heldBefore(keys);
            if (held != null) {
                newlyParked.computeIfAbsent(held, h -> new ArrayList<>()).add(id);
            }
        }
        return admission != Lanes.Admission.NOT_YET;
    }

    private Set<String> keys(InboundMessage message) {
        try {
            return Set.copyOf(laneKeys.of(message));
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
