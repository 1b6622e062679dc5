package dev.tributary.alert.outbox;

import dev.tributary.alert.broker.BrokerNames;
import dev.tributary.alert.subscriber.SubscriberFilter;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.activemq.artemis.api.core.ActiveMQDuplicateIdException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends alerts to the address that all subscribers' queues are fed from, persistent, each with its id for Artemis'
 * duplicate detection. Keeps one connection and opens another after a failure. Not thread-safe.
 */
public final class AlertSender {

    /** JMS property with the alert's id. */
    public static final String ALERT_ID = "alertId";

    /** JMS property with the feed's name. */
    public static final String FEED = "feed";

    /** JMS property of what is sent again because a person wants it. */
    public static final String RESENT = "resent";

    private static final Logger LOG = LoggerFactory.getLogger(AlertSender.class);
    private static final String DUPLICATE_ID = "_AMQ_DUPL_ID";
    private static final String GROUP = "JMSXGroupID";

    private final ConnectionFactory connections;
    // null for the address that feeds all queues
    private final @Nullable String queue;
    private @Nullable Connection connection;
    private @Nullable Session session;
    private @Nullable MessageProducer producer;

    /** @param connections to the broker, as the engine */
    public AlertSender(ConnectionFactory connections) {
        this(connections, null);
    }

    private AlertSender(ConnectionFactory connections, @Nullable String queue) {
        this.connections = connections;
        this.queue = queue;
    }

    /** @return a sender to one queue only; what it sends is meant to come again, and the broker takes it again */
    static AlertSender toQueue(ConnectionFactory connections, String queue) {
        return new AlertSender(connections, queue);
    }

    /**
     * Sends all, in order, and returns when the broker has them on disk.
     *
     * @throws JMSException if the broker did not take all of them; sending them all again is safe
     */
    void send(List<OutgoingAlert> alerts) throws JMSException {
        try {
            commit(alerts);
        } catch (JMSException e) {
            if (!isDuplicate(e)) {
                throw e;
            }
            // one alert that the broker knows already fails the whole batch: find out one by one
            for (OutgoingAlert alert : alerts) {
                sendOnce(alert);
            }
        }
    }

    private void sendOnce(OutgoingAlert alert) throws JMSException {
        try {
            commit(List.of(alert));
        } catch (JMSException e) {
            if (!isDuplicate(e)) {
                throw e;
            }
        }
    }

    private void commit(List<OutgoingAlert> alerts) throws JMSException {
        open();
        Session current = Objects.requireNonNull(session);
        MessageProducer to = Objects.requireNonNull(producer);
        try {
            for (OutgoingAlert alert : alerts) {
                to.send(message(current, alert));
            }
            current.commit();
        } catch (JMSException e) {
            // a rolled-back session cannot be trusted to be empty: take a new one
            close();
            throw e;
        }
    }

    private TextMessage message(Session session, OutgoingAlert alert) throws JMSException {
        TextMessage message = session.createTextMessage(alert.body());
        if (queue == null) {
            message.setStringProperty(DUPLICATE_ID, alert.id());
        } else {
            message.setBooleanProperty(RESENT, true);
        }
        message.setStringProperty(ALERT_ID, alert.id());
        message.setStringProperty(SubscriberFilter.RULE, alert.rule());
        message.setStringProperty(SubscriberFilter.EVENT, alert.event());
        message.setStringProperty(SubscriberFilter.SEVERITY, alert.severity());
        message.setStringProperty(SubscriberFilter.FACILITY, SubscriberFilter.facilityName(alert.facility()));
        message.setStringProperty(SubscriberFilter.RESOURCE, SubscriberFilter.resourceOf(alert.focus()));
        message.setStringProperty(FEED, alert.feed());
        for (Map.Entry<String, String> property : alert.reach().properties().entrySet()) {
            message.setStringProperty(property.getKey(), property.getValue());
        }
        message.setJMSCorrelationID(alert.id());
        if (alert.patient() != null) {
            // a group goes to one consumer: the order within a patient holds for clients with many consumers too
            message.setStringProperty(GROUP, alert.patient());
        }
        return message;
    }

    private static boolean isDuplicate(@Nullable Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof ActiveMQDuplicateIdException) {
                return true;
            }
        }
        return false;
    }

    private void open() throws JMSException {
        if (producer != null) {
            return;
        }
        Connection fresh = connections.createConnection();
        connection = fresh;
        Session transacted = fresh.createSession(true, Session.SESSION_TRANSACTED);
        session = transacted;
        MessageProducer to = transacted.createProducer(
                queue == null ? transacted.createTopic(BrokerNames.ALERTS) : transacted.createQueue(queue));
        to.setDeliveryMode(DeliveryMode.PERSISTENT);
        to.setDisableMessageTimestamp(true);
        producer = to;
    }

    /** Gives up the connection; the next send opens another. */
    void close() {
        Connection old = connection;
        connection = null;
        session = null;
        producer = null;
        if (old != null) {
            try {
                old.close();
            } catch (JMSException e) {
                LOG.atDebug().log("connection to the broker was gone before it was closed");
            }
        }
    }
}
