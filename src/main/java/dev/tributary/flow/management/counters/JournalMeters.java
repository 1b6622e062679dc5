package dev.tributary.flow.management.counters;

import dev.tributary.base.FeedName;
import dev.tributary.base.Meters;
import dev.tributary.journal.FeedCount;
import dev.tributary.journal.FeedCounters;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * Meters of what became of the messages, from the journal and not from counting along: they survive restarts and agree
 * with {@code /api/feeds}. What a feed received and what its senders heard is counted at the wire.
 */
public final class JournalMeters {

    private final MeterRegistry registry;
    private final Clock clock;
    private final CountersCache cache;
    private final Set<String> made = ConcurrentHashMap.newKeySet();

    /**
     * @param registry where the meters go
     * @param journal the truth
     * @param configured the feeds of the settings, which have meters from the start
     * @param clock for the age of the oldest queued message
     */
    public JournalMeters(
            MeterRegistry registry,
            FeedCounters journal,
            Supplier<? extends Collection<FeedName>> configured,
            Clock clock) {
        this.registry = registry;
        this.clock = clock;
        this.cache = new CountersCache(journal, configured, clock, this::makeMissing);
    }

    /** @return the snapshots these meters show */
    public CountersCache cache() {
        return cache;
    }

    private void makeMissing(Collection<FeedCount> counts) {
        for (FeedCount count : counts) {
            FeedName feed = count.feed();
            if (made.add(feed.value())) {
                gauge(Meters.QUEUED, feed, FeedCount::queued);
                gauge(Meters.HELD, feed, FeedCount::heldTotal);
                gauge(Meters.FAILED, feed, FeedCount::failedTotal);
                gauge(Meters.OLDEST_QUEUED, feed, this::oldestQueuedSeconds);
                counter(Meters.PROCESSED, feed, FeedCount::processed);
            }
            for (String reason : count.filtered().keySet()) {
                if (made.add(feed.value() + "/" + reason)) {
                    counter(Meters.FILTERED, feed, now -> now.filtered().getOrDefault(reason, 0L), "reason", reason);
                }
            }
        }
    }

    private void gauge(Meters meter, FeedName feed, ToLongFunction<FeedCount> value) {
        Gauge.builder(meter.meterName(), () -> now(feed, value))
                .description(meter.help())
                .tag("feed", feed.value())
                .register(registry);
    }

    /** A replay takes a message out of PROCESSED for a while; a counter that falls would look like a restart. */
    private void counter(Meters meter, FeedName feed, ToLongFunction<FeedCount> value, String... tags) {
        AtomicLong highest = new AtomicLong();
        FunctionCounter.builder(
                        meter.meterName(), this, meters -> highest.accumulateAndGet(meters.now(feed, value), Math::max))
                .description(meter.help())
                .tag("feed", feed.value())
                .tags(tags)
                .register(registry);
    }

    private long now(FeedName feed, ToLongFunction<FeedCount> value) {
        FeedCount count = cache.newest().get(feed);
        return count == null ? 0 : value.applyAsLong(count);
    }

    private long oldestQueuedSeconds(FeedCount count) {
        Instant oldest = count.oldestQueuedAt();
        return oldest == null
                ? 0
                : Math.max(0, Duration.between(oldest, clock.instant()).toSeconds());
    }
}
