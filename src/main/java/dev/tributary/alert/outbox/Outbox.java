package dev.tributary.alert.outbox;

import dev.tributary.alert.Alert;
import java.sql.Timestamp;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Where alerts wait, in the same database as the record, until the broker has them. Thread-safe. */
public final class Outbox {

    private static final String INSERT = """
            insert into tributary.alert
                (id, rule, severity, event, feed, facility, message_id, patient, encounter, focus, audience, summary,
                 raised_at, body)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (id) do nothing
            """;

    private final JdbcClient jdbc;
    private final OutboxSignal signal;

    /**
     * @param jdbc on the data source that the FHIR store's transaction manager rules
     * @param signal wakes the relay
     */
    public Outbox(JdbcClient jdbc, OutboxSignal signal) {
        this.jdbc = jdbc;
        this.signal = signal;
    }

    /**
     * Adds alerts to the caller's transaction: they exist if and only if it commits. An alert whose id is already there
     * is the same fact again and is left out.
     *
     * @param alerts in the order in which subscribers shall get them
     * @return those that are new
     * @throws IllegalStateException if there is no transaction
     */
    public List<Alert> add(List<Alert> alerts) {
        if (alerts.isEmpty()) {
            return List.of();
        }
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("alerts commit with the change that raised them: open a transaction first");
        }
        List<Alert> added = new ArrayList<>();
        for (Alert alert : alerts) {
            if (insert(alert)) {
                added.add(alert);
            }
        }
        if (!added.isEmpty()) {
            wakeAfterCommit();
        }
        return List.copyOf(added);
    }

    private boolean insert(Alert alert) {
        return jdbc.sql(INSERT)
                        .param(UUID.fromString(alert.id()))
                        .param(alert.rule())
                        .param(alert.severity().code())
                        .param(alert.event())
                        .param(alert.feed().value())
                        .param(alert.facility())
                        .param(alert.cause().value())
                        .param(alert.patient())
                        .param(alert.encounter())
                        .param(alert.focus())
                        .param(String.join(",", alert.audience()))
                        .param(alert.text())
                        .param(Timestamp.from(alert.at()))
                        .param(AlertEvent.toJson(alert))
                        .update()
                == 1;
    }

    private void wakeAfterCommit() {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                signal.wake();
            }
        });
    }

    /** @return alerts committed and not yet with the broker */
    public long depth() {
        return jdbc.sql("select count(*) from tributary.alert where sent_at is null")
                .query(Long.class)
                .single();
    }
}
