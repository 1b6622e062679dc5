package dev.tributary.alert.outbox;

import dev.tributary.alert.broker.BrokerNames;
import dev.tributary.alert.ledger.DeliveryState;
import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.base.FaultException;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Sends alerts to one subscriber again, because a person wants it: they go to the end of its queue, with the ids they
 * always had. What waits in the queue already is left alone, so that a double click sends nothing twice. Thread-safe.
 */
public final class Resending {

    private static final int BATCH = 200;

    // the subscriber's row is locked first: two operators at a time are one after the other
    private static final String CLAIM = """
            update tributary.delivery d set state = '%s', at = ?, attempts = 0, outcome = 'resent'
            from tributary.alert a
            where a.id = d.alert_id and d.subscriber = ? and d.state <> '%s'
              and %%s
            returning a.seq, a.id, a.rule, a.severity, a.event, a.feed, a.facility, a.focus, a.patient, a.reach, a.body
            """.formatted(DeliveryState.QUEUED.code(), DeliveryState.QUEUED.code());

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final ConnectionFactory connections;
    private final Clock clock;

    /**
     * @param database of the outbox
     * @param connections to the broker, as the engine
     * @param clock for the times written
     */
    public Resending(DataSource database, ConnectionFactory connections, Clock clock) {
        this.jdbc = new JdbcTemplate(database);
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(database));
        this.connections = connections;
        this.clock = clock;
    }

    /**
     * @param alert id
     * @param subscriber name
     * @param who wants it
     * @return whether it was sent; false if the subscriber never got it, or has it in its queue already
     * @throws FaultException if the broker is away; nothing is sent then
     */
    public boolean one(String alert, String subscriber, String who) {
        return !batch("a.id = ?", List.of(UUID.fromString(alert)), subscriber, who)
                .isEmpty();
    }

    /**
     * All that was delivered to the subscriber, or refused by it, and was raised in that time; oldest first.
     *
     * @param subscriber name
     * @param from first moment
     * @param to first moment that is not meant
     * @param rule only alerts of this rule; null for all
     * @param who wants it
     * @return how many were sent
     * @throws FaultException if the broker is away; what was sent before that stays sent
     */
    public int range(String subscriber, Instant from, Instant to, @Nullable String rule, String who) {
        String next = "a.id in (select b.id from tributary.alert b join tributary.delivery e on e.alert_id = b.id"
                + " where b.raised_at >= ? and b.raised_at < ? and b.seq > ? and e.subscriber = ? and e.state <> '"
                + DeliveryState.QUEUED.code() + "'" + (rule == null ? "" : " and b.rule = ?")
                + " order by b.seq limit " + BATCH + ")";
        int sent = 0;
        long after = 0;
        List<Long> some;
        do {
            List<Object> values = new ArrayList<>(List.of(Timestamp.from(from), Timestamp.from(to), after, subscriber));
            if (rule != null) {
                values.add(rule);
            }
            some = batch(next, values, subscriber, who);
            sent += some.size();
            // what was sent first may be delivered, and open to be sent again, before the last is sent
            after = some.isEmpty() ? after : some.get(some.size() - 1);
        } while (some.size() == BATCH);
        return sent;
    }

    private List<Long> batch(String which, List<?> values, String subscriber, String who) {
        try {
            List<Long> sent = transactions.execute(status -> claimAndSend(which, values, subscriber, who));
            return sent == null ? List.of() : sent;
        } catch (BrokerRefusal e) {
            throw new FaultException(
                    new Fault(FaultCode.BROKER_UNREACHED, "the broker did not take the alerts", "tributary.broker"),
                    e.refusal());
        }
    }

    // claimed, sent, committed: a crash before the commit may send once more what bears the same id, and loses nothing
    private List<Long> claimAndSend(String which, List<?> values, String subscriber, String who) {
        Timestamp now = Timestamp.from(clock.instant());
        List<Object> arguments = new ArrayList<>(List.of(now, subscriber));
        arguments.addAll(values);
        record Claimed(long number, OutgoingAlert alert) {}
        List<Claimed> claimed = jdbc
                .query(
                        CLAIM.formatted(which),
                        (row, number) -> new Claimed(row.getLong("seq"), OutgoingAlert.of(row)),
                        arguments.toArray())
                .stream()
                .sorted(Comparator.comparingLong(Claimed::number))
                .toList();
        List<OutgoingAlert> alerts = claimed.stream().map(Claimed::alert).toList();
        if (alerts.isEmpty()) {
            return List.of();
        }
        for (OutgoingAlert alert : alerts) {
            jdbc.update(
                    "insert into tributary.resend (alert_id, subscriber, at, by_user) values (?, ?, ?, ?)",
                    UUID.fromString(alert.id()),
                    subscriber,
                    now,
                    who);
        }
        AlertSender sender = AlertSender.toQueue(connections, BrokerNames.queue(subscriber));
        try {
            sender.send(alerts);
        } catch (JMSException e) {
            throw new BrokerRefusal(e);
        } finally {
            sender.close();
        }
        return claimed.stream().map(Claimed::number).toList();
    }
}
