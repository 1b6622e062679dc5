package dev.tributary.alert.loop;

import static dev.tributary.base.LogKey.EXCEPTION;
import static dev.tributary.base.LogKey.SUBSCRIBER;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.alert.broker.BrokerNames;
import dev.tributary.alert.ledger.DeliveryLedger;
import dev.tributary.alert.subscriber.Subscriber;
import dev.tributary.alert.subscriber.Subscribers;
import dev.tributary.base.FaultException;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes acknowledgements from the queues {@code alerts.<subscriber>.replies}: JSON with {@code alert}, {@code by} and {@code
 * readBack}. Only the subscriber's own client may send there, so the queue says who it is. Not thread-safe: the clock asks.
 */
public final class ReplyQueues {

    private static final Logger LOG = LoggerFactory.getLogger(ReplyQueues.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST = 1000;

    private final ConnectionFactory connections;
    private final Subscribers subscribers;
    private final DeliveryLedger deliveries;
    private final Acknowledgements acknowledgements;
    private final Predicate<String> answered;
    private @Nullable Connection connection;

    /**
     * @param connections to the broker, as the engine
     * @param subscribers whose queues there are
     * @param deliveries knows who was to get an alert
     * @param acknowledgements takes the answers
     * @param answered whether something lies in a subscriber's queue: with many subscribers that is asked much sooner
     *     than a consumer is opened and closed again for nothing
     */
    public ReplyQueues(
            ConnectionFactory connections,
            Subscribers subscribers,
            DeliveryLedger deliveries,
            Acknowledgements acknowledgements,
            Predicate<String> answered) {
        this.connections = connections;
        this.subscribers = subscribers;
        this.deliveries = deliveries;
        this.acknowledgements = acknowledgements;
        this.answered = answered;
    }

    /** Takes what lies in the queues; a broker that is away is asked again next time. */
    public void look() {
        try {
            List<String> waiting = subscribers.all().stream()
                    .map(Subscriber::name)
                    .filter(answered)
                    .toList();
            if (waiting.isEmpty()) {
                return;
            }
            Connection open = connection;
            if (open == null) {
                open = connections.createConnection();
                open.start();
                connection = open;
            }
            try (Session session = open.createSession(true, Session.SESSION_TRANSACTED)) {
                for (String subscriber : waiting) {
                    take(session, subscriber);
                }
            }
        } catch (JMSException | FaultException e) {
            close();
            LOG.atDebug().addKeyValue(EXCEPTION, e.getClass().getName()).log("replies wait: the broker is away");
        }
    }

    private void take(Session session, String subscriber) throws JMSException {
        try (MessageConsumer consumer =
                session.createConsumer(session.createQueue(BrokerNames.replyQueue(subscriber)))) {
            Message message;
            for (int i = 0; i < MOST && (message = consumer.receiveNoWait()) != null; i++) {
                Answered answered;
                try {
                    answered = answer(subscriber, message);
                } catch (RuntimeException e) {
                    postpone(session, subscriber, message, e);
                    return;
                }
                if (answered instanceof Answered.Accepted || answered instanceof Answered.Repeated) {
                    session.commit();
                    continue;
                }
                // what could not be taken is shown to whoever sent it, with the reason
                Message refused = session.createTextMessage(message instanceof TextMessage text ? text.getText() : "");
                refused.setStringProperty("refused", answered.words());
                session.createProducer(session.createQueue(BrokerNames.refusedQueue(subscriber)))
                        .send(refused);
                session.commit();
                LOG.atWarn()
                        .addKeyValue(SUBSCRIBER, subscriber)
                        .log("a reply acknowledged nothing; see its refused queue");
            }
        }
    }

    // to the end of its queue: not lost, and the replies behind it have their turn
    private static void postpone(Session session, String subscriber, Message message, RuntimeException e)
            throws JMSException {
        session.createProducer(session.createQueue(BrokerNames.replyQueue(subscriber)))
                .send(message);
        session.commit();
        LOG.atWarn()
                .addKeyValue(SUBSCRIBER, subscriber)
                .addKeyValue(EXCEPTION, e.getClass().getName())
                .log("a reply could not be taken: trying again");
    }

    private Answered answer(String subscriber, Message message) throws JMSException {
        JsonNode reply = read(message);
        String alert = reply.path("alert").asText(nonNull(message.getJMSCorrelationID()));
        boolean meant = isUuid(alert) && deliveries.isMeantFor(alert, subscriber);
        return acknowledgements.take(new Acknowledgement(
                alert, reply.path("by").asText(""), reply.path("readBack").asText(""), "queue", meant));
    }

    private static boolean isUuid(String text) {
        return text.matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    }

    private static JsonNode read(Message message) throws JMSException {
        if (message instanceof TextMessage text && text.getText() != null) {
            try {
                return JSON.readTree(text.getText());
            } catch (JsonProcessingException e) {
                // told as a reply about no alert
            }
        }
        return JSON.createObjectNode();
    }

    private static String nonNull(@Nullable String text) {
        return text == null ? "" : text;
    }

    /** Gives up the connection. */
    public void close() {
        Connection old = connection;
        connection = null;
        if (old != null) {
            try {
                old.close();
            } catch (JMSException e) {
                LOG.atDebug().log("connection to the broker was gone before it was closed");
            }
        }
    }
}
