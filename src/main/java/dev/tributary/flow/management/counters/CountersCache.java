package dev.tributary.flow.management.counters;

import dev.tributary.base.FeedName;
import dev.tributary.journal.FeedCount;
import dev.tributary.journal.FeedCounters;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The journal's counters, at most a second old: ten people at the console and two Prometheus servers cost the database
 * one snapshot a second. Every configured feed is there, those that never received anything with zeros. While the
 * database does not answer, the last snapshot stands for the meters; {@link #fresh()} tells the failure.
 */
public final class CountersCache {

    private static final Duration YOUNG = Duration.ofSeconds(1);
    private static final Duration PAUSE_AFTER_FAILURE = Duration.ofSeconds(10);

    private final FeedCounters journal;
    private final Supplier<? extends Collection<FeedName>> configured;
    private final Clock clock;
    private final Consumer<Collection<FeedCount>> listener;
    private Map<FeedName, FeedCount> counts = Map.of();
    private Instant takenAt = Instant.MIN;
    private Instant askAgainAt = Instant.MIN;

    /**
     * @param journal the truth
     * @param configured the feeds of the settings
     * @param clock for the second
     * @param listener hears every new snapshot, so that meters for new feeds and reasons can be made
     */
    public CountersCache(
            FeedCounters journal,
            Supplier<? extends Collection<FeedName>> configured,
            Clock clock,
            Consumer<Collection<FeedCount>> listener) {
        this.journal = journal;
        this.configured = configured;
        this.clock = clock;
        this.listener = listener;
    }

    /**
     * @return all feeds by name, each balanced, at most a second old
     * @throws RuntimeException if the journal does not answer
     */
    public synchronized Map<FeedName, FeedCount> fresh() {
        Instant now = clock.instant();
        if (takenAt.isAfter(now.minus(YOUNG)) && !takenAt.isAfter(now)) {
            return counts;
        }
        Map<FeedName, FeedCount> taken = new LinkedHashMap<>();
        configured.get().forEach(feed -> taken.put(feed, nothingYet(feed)));
        journal.snapshot().forEach(count -> taken.put(count.feed(), count));
        counts = taken;
        takenAt = now;
        listener.accept(taken.values());
        return counts;
    }

    /** @return the newest snapshot to be had; an older one, or none, while the journal does not answer */
    public synchronized Map<FeedName, FeedCount> newest() {
        if (clock.instant().isBefore(askAgainAt)) {
            return counts;
        }
        try {
            return fresh();
        } catch (RuntimeException e) {
            // the health of the database says so; a scrape must still show every other meter, and soon
            askAgainAt = clock.instant().plus(PAUSE_AFTER_FAILURE);
            return counts;
        }
    }

    private static FeedCount nothingYet(FeedName feed) {
        return new FeedCount(feed, 0, 0, 0, Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), null, null);
    }
}
