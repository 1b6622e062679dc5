package dev.tributary.alert.ledger;

import java.sql.Timestamp;
import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Remembers across restarts which subscribers an operator has paused or resumed. Thread-safe. */
public final class SubscriberPauses {

    private final JdbcClient jdbc;
    private final Clock clock;

    /**
     * @param jdbc on the database of the outbox
     * @param clock for the times written
     */
    public SubscriberPauses(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * @param subscriber name
     * @param configured what the settings say
     * @return what the operator said last, or else what the settings say
     */
    public boolean isPaused(String subscriber, boolean configured) {
        return jdbc.sql("select paused from tributary.subscriber where name = ?")
                .param(subscriber)
                .query(Boolean.class)
                .optional()
                .orElse(configured);
    }

    /** Remembers what the operator says. */
    public void set(String subscriber, boolean paused) {
        jdbc.sql("""
                        insert into tributary.subscriber (name, paused, changed_at) values (?, ?, ?)
                        on conflict (name) do update set paused = excluded.paused, changed_at = excluded.changed_at
                        """)
                .param(subscriber)
                .param(paused)
                .param(Timestamp.from(clock.instant()))
                .update();
    }
}
