package dev.tributary.alert.ledger;

import dev.tributary.base.SpreadsheetCell;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The evidence that alerts are answered in time, read off the ledger. Thread-safe. */
public final class Timeliness {

    private static final String REPORT = """
            select a.rule, a.unit, date_trunc('week', a.raised_at at time zone 'UTC')::date as week,
                   count(*) as raised,
                   count(*) filter (where a.state = 'acknowledged') as acknowledged,
                   count(*) filter (where a.state = 'acknowledged' and a.acknowledged_at <= a.due_at) as within,
                   count(*) filter (where a.state = 'open') as open,
                   count(*) filter (where a.state = 'open' and a.due_at < ?) as overdue,
                   coalesce(sum((select count(*) from tributary.alert_event e
                                 where e.alert_id = a.id and e.what = 'escalated')
                              + (select count(*) from tributary.delivery d
                                 where d.alert_id = a.id and d.state = 'rejected')
                              + (case when a.recipients = 0 then 1 else 0 end)), 0) as failed,
                   percentile_cont(0.5) within group (order by extract(epoch from a.acknowledged_at - a.opened_at))
                       filter (where a.state = 'acknowledged') as median,
                   percentile_cont(0.9) within group (order by extract(epoch from a.acknowledged_at - a.opened_at))
                       filter (where a.state = 'acknowledged') as p90
            from tributary.alert a
            where a.kind = 'raised' and a.due_at is not null and a.state in ('open', 'acknowledged')
              and a.raised_at >= ? and a.raised_at < ?
            group by 1, 2, 3 order by 3 desc, 1, 2
            """;

    private final JdbcClient jdbc;
    private final Clock clock;

    /**
     * @param jdbc on the database of the outbox
     * @param clock says what is overdue
     */
    public Timeliness(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * @param from raised at or after
     * @param to raised before
     * @return a row for each rule, unit and week with an alert that wanted an answer, latest week first
     */
    public List<TimelinessRow> report(Instant from, Instant to) {
        return jdbc.sql(REPORT)
                .param(Timestamp.from(clock.instant()))
                .param(Timestamp.from(from))
                .param(Timestamp.from(to))
                .query(Timeliness::row)
                .list();
    }

    private static TimelinessRow row(ResultSet row, int number) throws SQLException {
        Date week = row.getDate("week");
        return new TimelinessRow(
                row.getString("rule"),
                row.getString("unit"),
                week.toLocalDate(),
                row.getLong("raised"),
                row.getLong("acknowledged"),
                row.getLong("within"),
                row.getLong("open"),
                row.getLong("overdue"),
                row.getLong("failed"),
                number(row, "median"),
                number(row, "p90"));
    }

    private static @Nullable Double number(ResultSet row, String column) throws SQLException {
        double value = row.getDouble(column);
        return row.wasNull() ? null : value;
    }

    /** @return the report as CSV, RFC 4180, with a head line */
    public static String csv(List<TimelinessRow> rows) {
        return rows.stream()
                .map(row -> String.join(
                        ",",
                        row.rule(),
                        // a unit's name comes out of a message
                        SpreadsheetCell.quoted(row.unit()),
                        row.week().toString(),
                        String.valueOf(row.raised()),
                        String.valueOf(row.acknowledged()),
                        String.valueOf(row.withinPolicy()),
                        text(row.shareWithinPolicy()),
                        text(row.medianSeconds()),
                        text(row.p90Seconds()),
                        String.valueOf(row.open()),
                        String.valueOf(row.overdue()),
                        String.valueOf(row.failedContacts())))
                .collect(Collectors.joining(
                        "\r\n",
                        "rule,unit,week,raised,acknowledged,within_policy,share_within_policy,median_seconds,p90_seconds,"
                                + "open,overdue,failed_contacts\r\n",
                        "\r\n"));
    }

    private static String text(@Nullable Double value) {
        return value == null ? "" : String.valueOf(value);
    }

    /** @return alerts that wait for an answer, by rule */
    public Map<String, Long> open() {
        return count("select rule, count(*) from tributary.alert where state = 'open' group by rule");
    }

    /** @return those of them that wait longer than their policy allows, by rule */
    public Map<String, Long> overdue() {
        Map<String, Long> counts = new TreeMap<>();
        jdbc.sql("select rule, count(*) from tributary.alert where state = 'open' and due_at < ? group by rule")
                .param(Timestamp.from(clock.instant()))
                .query(row -> {
                    counts.put(row.getString(1), row.getLong(2));
                });
        return counts;
    }

    private Map<String, Long> count(String sql) {
        Map<String, Long> counts = new TreeMap<>();
        jdbc.sql(sql).query(row -> {
            counts.put(row.getString(1), row.getLong(2));
        });
        return counts;
    }
}
