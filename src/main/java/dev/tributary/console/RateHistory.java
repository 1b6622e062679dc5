package dev.tributary.console;

import dev.tributary.base.FeedName;
import dev.tributary.base.Rounds;
import dev.tributary.flow.management.counters.CountersCache;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * How many messages each feed received in each of the last sixty minutes, by looking at the counters now and then: no
 * question to the journal, however long it is. What came before the engine started is not known.
 */
final class RateHistory implements AutoCloseable {

    static final int MINUTES = 60;
    private static final Duration EVERY = Duration.ofSeconds(5);

    private final CountersCache counters;
    private final Clock clock;
    private final Map<FeedName, Long> before = new HashMap<>();
    private final Map<FeedName, long[]> slots = new HashMap<>();
    private long minute = Long.MIN_VALUE;
    private final Rounds looking;

    RateHistory(CountersCache counters, Clock clock) {
        this.counters = counters;
        this.clock = clock;
        this.looking = Rounds.start("console-rates", EVERY, this::look);
    }

    /** Adds what came since the last look to the minute that is now. */
    synchronized void look() {
        long now = clock.instant().getEpochSecond() / 60;
        if (minute == Long.MIN_VALUE) {
            minute = now;
        }
        for (; minute < now; minute++) {
            int next = slot(minute + 1);
            slots.values().forEach(counts -> counts[next] = 0);
        }
        counters.newest().forEach((feed, count) -> {
            Long last = before.put(feed, count.received());
            if (last != null) {
                slots.computeIfAbsent(feed, name -> new long[MINUTES])[slot(now)] +=
                        Math.max(0, count.received() - last);
            }
        });
    }

    /** @return messages by minute, the oldest first, the current one last */
    synchronized long[] of(FeedName feed) {
        long[] counts = slots.get(feed);
        long[] ordered = new long[MINUTES];
        if (counts != null) {
            for (int i = 0; i < MINUTES; i++) {
                ordered[i] = counts[slot(minute + 1 + i)];
            }
        }
        return ordered;
    }

    private static int slot(long minute) {
        return (int) Math.floorMod(minute, (long) MINUTES);
    }

    @Override
    public void close() {
        looking.close();
    }
}
