package dev.tributary.flow.delivery;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.alert.ledger.DeliveryLedger;
import dev.tributary.alert.ledger.DeliveryState;
import dev.tributary.alert.outbox.AlertSender;
import dev.tributary.alert.subscriber.FolderTarget;
import dev.tributary.alert.subscriber.HttpTarget;
import dev.tributary.alert.subscriber.MailTarget;
import dev.tributary.alert.subscriber.MllpTarget;
import dev.tributary.alert.subscriber.Subscriber;
import dev.tributary.alert.subscriber.Subscribers;
import dev.tributary.alert.subscriber.Target;
import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.base.FaultException;
import dev.tributary.base.KillPoint;
import dev.tributary.flow.delivery.payload.Body;
import dev.tributary.flow.delivery.payload.Payloads;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.Exchange;

/** The two steps of a delivery route that are ours: carry the alert, and write down what came of it. Thread-safe. */
public final class Courier {

    /** Exchange property with the {@link Outcome} as text, for the route to choose by. */
    public static final String DELIVERY = "delivery";

    private static final String DETAIL = "deliveryDetail";
    private static final String ATTEMPTS = "deliveryAttempts";
    private static final String ALERT_ID = "alertId";
    private static final String DUPLICATE_ID = "_AMQ_DUPL_ID";
    private static final double JITTER = 0.2;

    private final Subscribers subscribers;
    private final Payloads payloads;
    private final DeliveryLedger ledger;
    private final DeliveryBoard board;
    private final Instant startedAt;
    private final HttpChannel http = new HttpChannel();
    private final MllpChannel mllp = new MllpChannel();
    private final FolderChannel folder = new FolderChannel();
    private final MailChannel mail = new MailChannel();

    Courier(Subscribers subscribers, Payloads payloads, DeliveryLedger ledger, DeliveryBoard board, Clock clock) {
        this.subscribers = subscribers;
        this.payloads = payloads;
        this.ledger = ledger;
        this.board = board;
        this.startedAt = clock.instant();
    }

    /**
     * Tries once to carry the alert, and sets the exchange property {@link #DELIVERY} to {@code delivered} or {@code
     * rejected}.
     *
     * @param exchange with the event as body
     * @param name of the subscriber
     * @throws FaultException transient, if it must be tried again
     */
    public void deliver(Exchange exchange, String name) {
        String alert = exchange.getMessage().getHeader(ALERT_ID, "", String.class);
        int attempt = 1 + exchange.getMessage().getHeader(Exchange.REDELIVERY_COUNTER, 0, Integer.class);
        JsonNode event = EventRequest.read(exchange.getMessage().getBody(String.class));
        boolean resent = exchange.getMessage().getHeader(AlertSender.RESENT, false, Boolean.class);
        // after a crash the broker does not know which alert it had given out: whatever is older than this process may
        // have been taken. The ledger knows of most.
        boolean doubtful = exchange.getMessage().getHeader("JMSRedelivered", false, Boolean.class)
                || (!resent
                        && startedAt.isAfter(Instant.parse(event.path("time").asText())));
        if (doubtful && ledger.isDelivered(alert, name)) {
            exchange.setProperty(DELIVERY, Outcome.DELIVERED.code());
            return;
        }
        Target target = target(name);
        Attempt result = attempt(target, alert, name, event, doubtful || resent ? attempt + 1 : attempt);
        if (result.outcome() == Outcome.DELIVERED) {
            KillPoint.DELIVERED.reached();
        }
        boolean open = board.note(name, result, target.retry().opensAfter());
        if (result.outcome() == Outcome.RETRIED) {
            pace(exchange, target, open);
            throw new FaultException(new Fault(
                    FaultCode.SUBSCRIBER_UNREACHED,
                    "the subscriber did not take the alert (" + result.detail() + ")",
                    name));
        }
        exchange.setProperty(DELIVERY, result.outcome().code());
        exchange.setProperty(DETAIL, result.detail());
        exchange.setProperty(ATTEMPTS, attempt);
        // should the dead letter be sent twice, the broker sees that it is the same
        exchange.getMessage().setHeader(DUPLICATE_ID, alert);
    }

    private Attempt attempt(Target target, String alert, String name, JsonNode event, int attempt) {
        Body body;
        try {
            body = payloads.of(target.payload(), event);
        } catch (FaultException e) {
            // the store or the journal is away, which is no fault of the subscriber, or what it would get is gone
            String code = e.fault().code().name();
            return e.fault().isPermanent() ? Attempt.refused(code) : Attempt.again(code);
        }
        Parcel parcel = new Parcel(alert, name, event, body, attempt);
        if (target instanceof HttpTarget to) {
            return http.carry(to, parcel);
        }
        if (target instanceof MllpTarget to) {
            return mllp.carry(to, parcel);
        }
        return target instanceof FolderTarget to ? folder.carry(to, parcel) : mail.carry((MailTarget) target, parcel);
    }

    // an open circuit: one probe each longest wait, whatever the route's own back-off would say by now
    private static void pace(Exchange exchange, Target target, boolean open) {
        if (open) {
            double factor = 1 + JITTER * (2 * ThreadLocalRandom.current().nextDouble() - 1);
            long wait = Math.round(target.retry().max().toMillis() * factor);
            exchange.getMessage().setHeader(Exchange.REDELIVERY_DELAY, wait);
        } else {
            exchange.getMessage().removeHeader(Exchange.REDELIVERY_DELAY);
        }
    }

    /**
     * Writes the outcome of {@link #deliver} to the ledger. A step of its own: where the database is away, this is
     * repeated and not the delivery.
     */
    public void record(Exchange exchange, String name) {
        String detail = exchange.getProperty(DETAIL, String.class);
        if (detail != null) {
            boolean delivered = Outcome.DELIVERED.code().equals(exchange.getProperty(DELIVERY));
            ledger.record(
                    exchange.getMessage().getHeader(ALERT_ID, String.class),
                    name,
                    delivered ? DeliveryState.DELIVERED : DeliveryState.REJECTED,
                    exchange.getProperty(ATTEMPTS, 1, Integer.class),
                    detail);
        }
    }

    /** Closes what is kept open for a subscriber whose deliveries were stopped. */
    void release(String subscriber) {
        mllp.release(subscriber);
    }

    private Target target(String name) {
        Target target = subscribers.named(name).map(Subscriber::target).orElse(null);
        if (target == null) {
            throw new FaultException(new Fault(
                    FaultCode.SUBSCRIBER_UNREACHED, "this route's subscriber has no url in the settings", name));
        }
        return target;
    }
}
