package dev.tributary.alert.outbox;

import dev.tributary.alert.Alert;
import dev.tributary.alert.AlertState;
import dev.tributary.alert.ledger.AlertRow;
import java.sql.Timestamp;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Where alerts wait, in the same database as the record, until the broker has them. Thread-safe. */
public final class Outbox {

    private static final String INSERT = """
            insert into tributary.alert
                (id, rule, severity, event, feed, facility, message_id, patient, encounter, focus, audience, summary,
                 raised_at, body, kind, about, burst, unit, reach, state)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (id) do nothing
            """;

    private final JdbcClient jdbc;
    private final OutboxSignal signal;
    private final UnaryOperator<String> links;

    /**
     * @param jdbc on the data source that the FHIR store's transaction manager rules
     * @param signal wakes the relay
     */
    public Outbox(JdbcClient jdbc, OutboxSignal signal) {
        this(jdbc, signal, alert -> "");
    }

    /**
     * @param links by alert id, where it can be acknowledged without a login; empty for nowhere
     */
    public Outbox(JdbcClient jdbc, OutboxSignal signal, UnaryOperator<String> links) {
        this.jdbc = jdbc;
        this.signal = signal;
        this.links = links;
    }

    // a link is for what wants an answer, and for what is said about it
    private String link(Alert alert, AlertState state) {
        return switch (alert.kind()) {
            case ESCALATED, REOPENED -> links.apply(alert.about() == null ? alert.id() : alert.about());
            case RAISED -> state == AlertState.OPEN ? links.apply(alert.id()) : "";
            default -> "";
        };
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
        return alerts.stream().filter(alert -> add(alert, AlertState.TOLD)).toList();
    }

    /**
     * The same for one alert.
     *
     * @param state where it stands; {@link AlertState#COLLAPSED} ones are kept and not sent
     * @return whether it is new
     * @throws IllegalStateException if there is no transaction
     */
    public boolean add(Alert alert, AlertState state) {
        if (!TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("alerts commit with the change that raised them: open a transaction first");
        }
        boolean added = insert(alert, state);
        if (added && state != AlertState.COLLAPSED) {
            wakeAfterCommit();
        }
        return added;
    }

    private boolean insert(Alert alert, AlertState state) {
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
                        .param(AlertEvent.toJson(alert, link(alert, state)))
                        .param(alert.kind().code())
                        .param(uuid(alert.about()))
                        .param(uuid(alert.burst()))
                        .param(alert.reach().unit())
                        .param(AlertRow.json(alert.reach()))
                        .param(state.code())
                        .update()
                == 1;
    }

    private static @Nullable UUID uuid(@Nullable String id) {
        return id == null ? null : UUID.fromString(id);
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
        return jdbc.sql("select count(*) from tributary.alert where sent_at is null and state <> 'collapsed'")
                .query(Long.class)
                .single();
    }
}
