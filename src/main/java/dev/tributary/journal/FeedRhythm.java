package dev.tributary.journal;

import dev.tributary.base.FeedName;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How many messages a feed sends at which hour of the week, learnt from what it sent: a clinic that sends nothing on
 * Sundays is not silent on a Sunday. Remembers eight weeks. Thread-safe.
 */
public final class FeedRhythm {

    private static final Duration REMEMBERED = Duration.ofDays(9 * 7);

    private static final String COUNT = """
            insert into tributary.feed_hour (feed, hour, messages) values (?, ?, ?)
            on conflict (feed, hour) do update set messages = tributary.feed_hour.messages + excluded.messages
            """;

    // hours that stick out of the stretch count by the part within it; a week before the first count is not known
    private static final String SAME_STRETCH = """
            select coalesce(sum(h.messages * extract(epoch from
                least(h.hour + interval '1 hour', w.until) - greatest(h.hour, w.since)) / 3600), 0)
            from (select number, ?::timestamptz - number * interval '168 hours' as since,
                         ?::timestamptz - number * interval '168 hours' as until
                  from generate_series(1, 8) as number) w
            left join tributary.feed_hour h
                on h.feed = ? and h.hour > w.since - interval '1 hour' and h.hour < w.until
            where w.since >= (select min(hour) from tributary.feed_hour where feed = ?)
            group by w.number
            """;

    private final JdbcClient jdbc;
    private final Duration patience;

    /**
     * @param jdbc on the journal's database
     * @param patience after so long without a count the engine did not run
     */
    public FeedRhythm(JdbcClient jdbc, Duration patience) {
        this.jdbc = jdbc;
        this.patience = patience;
    }

    /**
     * What a feed sent in the same stretch of earlier weeks.
     *
     * @param weeks of which that is known, eight at most
     * @param usual messages on average
     * @param few messages of the lower quarter of the weeks: one week with an outage does not make silence usual
     */
    public record Usual(int weeks, double usual, double few) {}

    /**
     * Counts what came since the last time. In a transaction of the caller's; the first time only begins.
     *
     * @param feed whose
     * @param received all that it ever sent
     * @param last when it sent the last of it; null if never
     * @param now counts into this hour
     * @return since when it sends nothing; while the engine did not run nobody could, and that is left out
     */
    public Instant note(FeedName feed, long received, @Nullable Instant last, Instant now) {
        Noted before = jdbc.sql("select received, at, silent_since from tributary.feed_total where feed = ? for update")
                .param(feed.value())
                .query((row, number) -> new Noted(
                        row.getLong("received"),
                        row.getTimestamp("at").toInstant(),
                        row.getTimestamp("silent_since").toInstant()))
                .optional()
                .orElse(new Noted(received, now, now));
        long came = Math.max(0, received - before.received());
        Instant since = before.since();
        if (came > 0) {
            since = last == null || last.isAfter(now) ? now : last;
        } else if (before.at().plus(patience).isBefore(now)) {
            since = since.plus(Duration.between(before.at(), now));
        }
        jdbc.sql("""
                        insert into tributary.feed_total (feed, received, at, silent_since) values (?, ?, ?, ?)
                        on conflict (feed) do update
                            set received = excluded.received, at = excluded.at, silent_since = excluded.silent_since
                        """)
                .param(feed.value())
                .param(received)
                .param(Timestamp.from(now))
                .param(Timestamp.from(since))
                .update();
        jdbc.sql(COUNT)
                .param(feed.value())
                .param(Timestamp.from(now.truncatedTo(ChronoUnit.HOURS)))
                .param(came)
                .update();
        jdbc.sql("delete from tributary.feed_hour where feed = ? and hour < ?")
                .param(feed.value())
                .param(Timestamp.from(now.minus(REMEMBERED)))
                .update();
        return since;
    }

    /** What was known of a feed the last time. */
    private record Noted(long received, Instant at, Instant since) {}

    /**
     * @param feed whose
     * @param now end of the hour
     * @return about how many messages came in the hour before; empty if that hour was not counted
     */
    public OptionalDouble lastHour(FeedName feed, Instant now) {
        Instant full = now.truncatedTo(ChronoUnit.HOURS);
        double left = 1 - Duration.between(full, now).toSeconds() / 3600.0;
        List<Double> came = jdbc.sql("""
                        select messages * case when hour = ? then 1 else ? end
                        from tributary.feed_hour where feed = ? and hour >= ?
                        """)
                .param(Timestamp.from(full))
                .param(left)
                .param(feed.value())
                .param(Timestamp.from(full.minus(Duration.ofHours(1))))
                .query(Double.class)
                .list();
        return came.size() < 2
                ? OptionalDouble.empty()
                : OptionalDouble.of(
                        came.stream().mapToDouble(Double::doubleValue).sum());
    }

    /**
     * @param feed whose
     * @param from begin of the stretch
     * @param to its end; at most a week after its begin counts
     * @return what came in the same stretch of the weeks before
     */
    public Usual usual(FeedName feed, Instant from, Instant to) {
        Instant begin = from.isBefore(to.minus(Duration.ofDays(7))) ? to.minus(Duration.ofDays(7)) : from;
        List<Double> weeks = jdbc
                .sql(SAME_STRETCH)
                .param(Timestamp.from(begin))
                .param(Timestamp.from(to))
                .param(feed.value())
                .param(feed.value())
                .query(Double.class)
                .list()
                .stream()
                .sorted()
                .toList();
        if (weeks.isEmpty()) {
            return new Usual(0, 0, 0);
        }
        double sum = weeks.stream().mapToDouble(Double::doubleValue).sum();
        return new Usual(weeks.size(), sum / weeks.size(), weeks.get((weeks.size() - 1) / 4));
    }
}
