package dev.tributary.journal;

import dev.tributary.base.FeedName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Counters that cost no scan: every transaction appends what it changed, and the engine folds the changes into sums
 * now and then. A snapshot adds both up in one statement, thus from one state of the database.
 */
final class PostgresCounters implements FeedCounters {

    static final String SNAPSHOT = """
            select s.feed, s.counted, s.reason, s.n, s.last_at,
                case when s.counted = 'RECEIVED' then (
                    select m.received_at from tributary.message m
                    where m.feed = s.feed and m.state = 'QUEUED' order by m.id limit 1) end as oldest_queued_at
            from (
                select feed, counted, reason, sum(n) as n, max(last_at) as last_at
                from (select feed, counted, reason, n, last_at from tributary.feed_count
                    union all select feed, counted, reason, n, last_at from tributary.feed_count_change) c
                group by feed, counted, reason) s
            order by s.feed
            """;

    private static final String FOLD = """
            with taken as (
                delete from tributary.feed_count_change returning feed, counted, reason, n, last_at)
            insert into tributary.feed_count as c (feed, counted, reason, n, last_at)
            select feed, counted, reason, sum(n), max(last_at) from taken group by feed, counted, reason
            order by feed, counted, reason
            on conflict (feed, counted, reason)
            do update set n = c.n + excluded.n, last_at = greatest(c.last_at, excluded.last_at)
            """;

    private final JdbcTemplate jdbc;

    PostgresCounters(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<FeedCount> snapshot() {
        Map<String, Sums> byFeed = new TreeMap<>();
        jdbc.query(SNAPSHOT, row -> {
            byFeed.computeIfAbsent(row.getString("feed"), feed -> new Sums()).add(row);
        });
        List<FeedCount> counts = new ArrayList<>(byFeed.size());
        byFeed.forEach((feed, sums) -> counts.add(sums.count(new FeedName(feed))));
        return counts;
    }

    /** Folds the changes into the sums; changes nothing that can be seen. */
    void fold() {
        jdbc.update(FOLD);
    }

    private static final class Sums {

        private final Map<String, Map<String, Long>> byCounted = new HashMap<>();
        private @Nullable Instant lastReceivedAt;
        private @Nullable Instant oldestQueuedAt;

        void add(ResultSet row) throws SQLException {
            String counted = row.getString("counted");
            if (counted.equals(CounterNames.RECEIVED)) {
                lastReceivedAt = Micros.readOrNull(row, "last_at");
                oldestQueuedAt = Micros.readOrNull(row, "oldest_queued_at");
            }
            long n = row.getLong("n");
            if (n != 0) {
                byCounted.computeIfAbsent(counted, c -> new TreeMap<>()).put(row.getString("reason"), n);
            }
        }

        FeedCount count(FeedName feed) {
            return new FeedCount(
                    feed,
                    total(CounterNames.RECEIVED),
                    total(MessageState.PROCESSED.name()),
                    total(MessageState.QUEUED.name()),
                    byReason(MessageState.FILTERED.name()),
                    byReason(MessageState.HELD.name()),
                    byReason(MessageState.FAILED.name()),
                    byReason(CounterNames.REFUSED),
                    acknowledged(),
                    lastReceivedAt,
                    oldestQueuedAt);
        }

        private Map<String, Long> byReason(String counted) {
            return byCounted.getOrDefault(counted, Map.of());
        }

        private long total(String counted) {
            return byReason(counted).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }

        private Map<AckOutcome, Long> acknowledged() {
            Map<AckOutcome, Long> acknowledged = new EnumMap<>(AckOutcome.class);
            for (AckOutcome outcome : AckOutcome.values()) {
                long n = total(CounterNames.ACK + outcome.name());
                if (n != 0) {
                    acknowledged.put(outcome, n);
                }
            }
            return acknowledged;
        }
    }
}
