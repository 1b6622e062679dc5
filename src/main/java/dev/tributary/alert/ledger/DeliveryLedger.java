package dev.tributary.alert.ledger;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Where delivery routes write what became of an alert. Every write is safe to repeat. Thread-safe. */
public final class DeliveryLedger {

    // what was delivered stays delivered: a repeat after a crash must not make it look rejected or queued
    private static final String WRITE = """
            insert into tributary.delivery (alert_id, subscriber, state, at, attempts, outcome)
            select id, ?, ?, ?, ?, ? from tributary.alert where id = ?
            on conflict (alert_id, subscriber) do update
                set state = excluded.state, at = excluded.at, attempts = excluded.attempts, outcome = excluded.outcome
                where tributary.delivery.state <> 'delivered'
            """;

    private final JdbcClient jdbc;
    private final Clock clock;

    /**
     * @param jdbc on the database of the outbox
     * @param clock for the times written
     */
    public DeliveryLedger(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * @param alert id
     * @param subscriber name
     * @return whether the subscriber is known to have it
     */
    public boolean isDelivered(String alert, String subscriber) {
        return jdbc.sql(
                        "select 1 from tributary.delivery where alert_id = ? and subscriber = ? and state = 'delivered'")
                .param(UUID.fromString(alert))
                .param(subscriber)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /**
     * @param alert id
     * @param subscriber name
     * @return whether the alert, or a notice about it, was to go to the subscriber
     */
    public boolean isMeantFor(String alert, String subscriber) {
        return jdbc.sql("""
                        select 1 from tributary.delivery d join tributary.alert a on a.id = d.alert_id
                        where (a.id = ? or a.about = ?) and d.subscriber = ? limit 1
                        """)
                .param(UUID.fromString(alert))
                .param(UUID.fromString(alert))
                .param(subscriber)
                .query(Integer.class)
                .optional()
                .isPresent();
    }

    /** @return by subscriber, since when its oldest alert waits in its queue */
    public Map<String, Instant> oldestQueued() {
        Map<String, Instant> oldest = new HashMap<>();
        jdbc.sql("select subscriber, min(at) as at from tributary.delivery where state = 'queued' group by subscriber")
                .query((row, number) -> oldest.put(
                        row.getString("subscriber"), row.getTimestamp("at").toInstant()))
                .list();
        return oldest;
    }

    /**
     * @param alert id
     * @param subscriber name
     * @param state delivered or rejected
     * @param attempts made, the last included
     * @param outcome HTTP status or fault code
     */
    public void record(String alert, String subscriber, DeliveryState state, int attempts, String outcome) {
        jdbc.sql(WRITE)
                .param(subscriber)
                .param(state.code())
                .param(Timestamp.from(clock.instant()))
                .param(attempts)
                .param(outcome)
                .param(UUID.fromString(alert))
                .update();
    }
}
