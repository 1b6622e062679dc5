package dev.tributary.alert.outbox;

import dev.tributary.alert.ledger.DeliveryState;
import dev.tributary.alert.subscriber.Subscriber;
import dev.tributary.alert.subscriber.Subscribers;
import dev.tributary.base.KillPoint;
import jakarta.jms.JMSException;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** One step of the relay: read what is unsent, have it sent, mark it. Thread-safe; one node at a time. */
public final class OutboxBatch {

    private static final int SIZE = 200;
    // any number, the same on all nodes: "alerts" in ASCII
    private static final long LOCK = 0x616c65727473L;

    private static final String READ = """
            select id, rule, severity, event, feed, facility, focus, patient, reach, body
            from tributary.alert where sent_at is null and state <> 'collapsed' order by seq limit %d
            """.formatted(SIZE);
    private static final String MARK = "update tributary.alert set sent_at = ?, recipients = ? where id = ?";
    private static final String QUEUED = """
            insert into tributary.delivery (alert_id, subscriber, state, at, attempts, outcome)
            values (?, ?, '%s', ?, 0, '')
            on conflict (alert_id, subscriber) do nothing
            """.formatted(DeliveryState.QUEUED.code());

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final Subscribers subscribers;
    private final Clock clock;

    /**
     * @param database where the outbox is
     * @param subscribers who will get what
     * @param clock for the times in the ledger
     */
    public OutboxBatch(DataSource database, Subscribers subscribers, Clock clock) {
        this.jdbc = new JdbcTemplate(database);
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(database));
        this.subscribers = subscribers;
        this.clock = clock;
    }

    /**
     * Sends the oldest unsent alerts. The broker has them before they are marked: after a crash between the two they are
     * sent again, and the broker knows their ids.
     *
     * @return how many were sent; 0 also if another node is at it
     * @throws JMSException if the broker did not take them; nothing is marked
     */
    int relay(AlertSender sender) throws JMSException {
        try {
            Integer sent = transactions.execute(status -> relayLocked(sender));
            return sent == null ? 0 : sent;
        } catch (BrokerRefusal e) {
            throw e.refusal();
        }
    }

    private int relayLocked(AlertSender sender) {
        // two relays side by side would break the order within a patient
        if (!Boolean.TRUE.equals(jdbc.queryForObject("select pg_try_advisory_xact_lock(?)", Boolean.class, LOCK))) {
            return 0;
        }
        List<OutgoingAlert> alerts = read();
        if (!alerts.isEmpty()) {
            try {
                sender.send(alerts);
            } catch (JMSException e) {
                throw new BrokerRefusal(e);
            }
            KillPoint.SENT.reached();
            mark(alerts);
        }
        return alerts.size();
    }

    private List<OutgoingAlert> read() {
        return jdbc.query(READ, (row, number) -> OutgoingAlert.of(row));
    }

    private void mark(List<OutgoingAlert> alerts) {
        Timestamp now = Timestamp.from(clock.instant());
        List<Object[]> marks = new ArrayList<>();
        List<Object[]> queued = new ArrayList<>();
        for (OutgoingAlert alert : alerts) {
            UUID id = UUID.fromString(alert.id());
            int recipients = 0;
            for (Subscriber subscriber : subscribers.all()) {
                if (subscriber
                        .filter()
                        .wants(
                                subscriber.name(),
                                alert.rule(),
                                alert.event(),
                                alert.severity(),
                                alert.facility(),
                                alert.focus(),
                                alert.reach())) {
                    queued.add(new Object[] {id, subscriber.name(), now});
                    recipients++;
                }
            }
            marks.add(new Object[] {now, recipients, id});
        }
        jdbc.batchUpdate(MARK, marks);
        if (!queued.isEmpty()) {
            jdbc.batchUpdate(QUEUED, queued);
        }
    }
}
