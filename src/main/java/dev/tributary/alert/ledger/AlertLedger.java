package dev.tributary.alert.ledger;

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
        return jdbc.sql("select * from tributary.alert where id = ?")
                .param(uuid)
                .query((row, number) -> new AlertStory(entry(row, number), deliveries, row.getString("body")))
                .optional();
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
        return new AlertEntry(row.getLong("seq"), AlertRow.alert(row), sent == null ? null : sent.toInstant());
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getTimestamp(column).toInstant();
    }
}
