package dev.tributary.flow.health;

import dev.tributary.base.FeedName;
import dev.tributary.journal.FeedCount;
import dev.tributary.journal.FeedCounters;
import dev.tributary.journal.FeedRhythm;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionOperations;

/** What of each feed came, waits, is held, was refused, and how long it has been silent. Used by one thread. */
final class FeedSource implements HealthSource {

    private static final Duration WINDOW = Duration.ofMinutes(15);
    private static final Duration HOUR = Duration.ofHours(1);

    private final FeedCounters counters;
    private final Supplier<Set<FeedName>> feeds;
    private final FeedRhythm rhythm;
    private final Map<String, Duration> limits;
    private final TransactionOperations transactions;
    private final Map<FeedName, Deque<Total>> window = new HashMap<>();

    /** What a feed had sent, and what of it was refused, at one look. */
    private record Total(Instant at, long received, long refused) {}

    /**
     * @param counters of the journal
     * @param feeds of the settings: others are history
     * @param rhythm what is usual
     * @param limits by feed, how long it may be silent
     * @param transactions of the rhythm
     */
    FeedSource(
            FeedCounters counters,
            Supplier<Set<FeedName>> feeds,
            FeedRhythm rhythm,
            Map<String, Duration> limits,
            TransactionOperations transactions) {
        this.counters = counters;
        this.feeds = feeds;
        this.rhythm = rhythm;
        this.limits = limits;
        this.transactions = transactions;
    }

    @Override
    public List<Measurement> measure(Instant now) {
        Map<FeedName, FeedCount> counts = new HashMap<>();
        counters.snapshot().forEach(count -> counts.put(count.feed(), count));
        List<Measurement> all = new ArrayList<>();
        for (FeedName feed : feeds.get()) {
            FeedCount count = counts.get(feed);
            if (count == null) {
                count = new FeedCount(feed, 0, 0, 0, Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), null, null);
            }
            all.add(measure(count, now));
        }
        return all;
    }

    private Measurement measure(FeedCount count, Instant now) {
        FeedName feed = count.feed();
        Instant silentSince = Objects.requireNonNull(
                transactions.execute(status -> rhythm.note(feed, count.received(), count.lastReceivedAt(), now)));
        Measurement measured = Measurement.ofFeed(feed)
                .with("queued", count.queued())
                .with("oldestMinutes", minutes(count.oldestQueuedAt(), now))
                .with("held", count.heldTotal())
                .with("failed", count.failedTotal());
        silence(measured, feed, silentSince, now);
        refusals(measured, count, now);
        return measured;
    }

    private void silence(Measurement measured, FeedName feed, Instant from, Instant now) {
        FeedRhythm.Usual usual = rhythm.usual(feed, from, now);
        FeedRhythm.Usual hour = rhythm.usual(feed, now.minus(HOUR), now);
        measured.with("silentMinutes", minutes(from, now))
                .with("weeks", usual.weeks())
                .with("usual", usual.usual())
                .with("few", usual.few())
                .with("usualHour", hour.usual())
                .with("fewHour", hour.few());
        rhythm.lastHour(feed, now).ifPresent(came -> measured.with("lastHour", came));
        Duration limit = limits.get(feed.value());
        if (limit != null) {
            measured.with("limitMinutes", limit.toMinutes());
        }
    }

    private void refusals(Measurement measured, FeedCount count, Instant now) {
        long refused =
                count.refused().values().stream().mapToLong(Long::longValue).sum();
        Deque<Total> totals = window.computeIfAbsent(count.feed(), feed -> new ArrayDeque<>());
        totals.addLast(new Total(now, count.received(), refused));
        while (totals.size() > 2 && totals.getFirst().at().isBefore(now.minus(WINDOW))) {
            totals.removeFirst();
        }
        Total then = totals.getFirst();
        long came = count.received() - then.received();
        long notTaken = refused - then.refused();
        measured.with("received15", came)
                .with("refused15", notTaken)
                .with("refusedPercent", came <= 0 ? 0 : 100.0 * notTaken / came);
    }

    private static double minutes(@Nullable Instant from, Instant to) {
        return from == null ? 0 : Math.max(0, Duration.between(from, to).toMinutes());
    }
}
