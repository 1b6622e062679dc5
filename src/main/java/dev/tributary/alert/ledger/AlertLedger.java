package dev.tributary.alert.ledger;

import dev.tributary.alert.AlertState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads what was raised and what became of it. Thread-safe. */
public final class AlertLedger {

    private static final int MOST = 1000;

    private final JdbcClient jdbc;

    /** @param jdbc on the database of the outbox */
    public AlertLedger(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @return alerts that fit, newest first */
    public List<AlertEntry> search(AlertSearch search) {
        List<String> conditions = new ArrayList<>(List.of("true"));
        List<Object> values = new ArrayList<>();
        condition(conditions, values, "patient = ?", search.patient());
        condition(conditions, values, "rule = ?", search.rule());
        condition(conditions, values, "event = ?", search.event());
        condition(conditions, values, "severity = ?", search.severity());
        condition(conditions, values, "feed = ?", search.feed());
        condition(conditions, values, "message_id = ?", search.message());
        condition(conditions, values, "raised_at >= ?", timestamp(search.from()));
        condition(conditions, values, "raised_at < ?", timestamp(search.to()));
        condition(
                conditions,
                values,
                "a.state = ?",
                search.standing() == null ? null : search.standing().code());
        condition(conditions, values, "unit = ?", search.unit());
        if (search.unheard()) {
            conditions.add("recipients = 0");
        }
        condition(conditions, values, "seq < ?", search.before());
        if (search.subscriber() != null || search.state() != null) {
            List<String> delivery = new ArrayList<>(List.of("d.alert_id = a.id"));
            condition(delivery, values, "d.subscriber = ?", search.subscriber());
            condition(
                    delivery,
                    values,
                    "d.state = ?",
                    search.state() == null ? null : search.state().code());
            conditions.add("exists (select 1 from tributary.delivery d where " + String.join(" and ", delivery) + ")");
        }
        values.add(Math.max(1, Math.min(MOST, search.limit())));
        return jdbc.sql("select * from tributary.alert a where " + String.join(" and ", conditions)
                        + " order by seq desc limit ?")
                .params(values)
                .query(AlertLedger::entry)
                .list();
    }

    /** @return alerts that no subscriber gets, ever counted: somebody should have heard and nobody can */
    public long unheard() {
        return jdbc.sql("select count(*) from tributary.alert where recipients = 0")
                .query(Long.class)
                .single();
    }

    /**
     * @param id of an alert
     * @return its whole story, or empty if there is none of that id
     */
    public Optional<AlertStory> byId(String id) {
        UUID uuid;
        try {
            uuid = UUID.fromString(id);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
        List<Delivery> deliveries = jdbc.sql("select * from tributary.delivery where alert_id = ? order by subscriber")
                .param(uuid)
                .query((row, number) -> new Delivery(
                        row.getString("subscriber"),
                        DeliveryState.of(row.getString("state")),
                        instant(row, "at"),
                        row.getInt("attempts"),
                        row.getString("outcome")))
                .list();
        List<AlertEntry> notices = jdbc.sql("select * from tributary.alert where about = ? order by seq")
                .param(uuid)
                .query(AlertLedger::entry)
                .list();
        return jdbc.sql("select * from tributary.alert where id = ?")
                .param(uuid)
                .query((row, number) ->
                        new AlertStory(entry(row, number), deliveries, events(uuid), notices, row.getString("body")))
                .optional();
    }

    // what the alert's row and its deliveries say is told in one line of time with what happened later
    private List<StoryEvent> events(UUID id) {
        return jdbc.sql("""
                        select raised_at as at, 'raised' as what, '' as who, '' as detail, message_id, 0::bigint as seq
                        from tributary.alert where id = ?
                        union all
                        select sent_at, 'sent', '', '', null, 1 from tributary.alert where id = ? and sent_at is not null
                        union all
                        select at, state, subscriber, outcome, null, 2 from tributary.delivery
                        where alert_id = ? and state <> 'queued'
                        union all
                        select at, what, who, detail, message_id, 2 + seq from tributary.alert_event where alert_id = ?
                        order by at, seq
                        """)
                .param(id)
                .param(id)
                .param(id)
                .param(id)
                .query((row, number) -> new StoryEvent(
                        instant(row, "at"),
                        row.getString("what"),
                        row.getString("who"),
                        row.getString("detail"),
                        row.getObject("message_id", Long.class)))
                .list();
    }

    private static void condition(
            List<String> conditions, List<Object> values, String condition, @Nullable Object value) {
        if (value != null) {
            conditions.add(condition);
            values.add(value);
        }
    }

    private static @Nullable Timestamp timestamp(@Nullable Instant instant) {
        return instant == null ? null : Timestamp.from(instant);
    }

    private static AlertEntry entry(ResultSet row, int number) throws SQLException {
        Timestamp sent = row.getTimestamp("sent_at");
        return new AlertEntry(
                row.getLong("seq"),
                AlertRow.alert(row),
                sent == null ? null : sent.toInstant(),
                new Progress(
                        AlertState.of(row.getString("state")),
                        AlertRow.instant(row, "opened_at"),
                        AlertRow.instant(row, "due_at"),
                        row.getInt("step"),
                        AlertRow.instant(row, "acknowledged_at"),
                        row.getString("acknowledged_by"),
                        row.getObject("recipients", Integer.class)));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }
}
