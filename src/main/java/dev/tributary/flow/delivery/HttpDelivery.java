package dev.tributary.flow.delivery;

import dev.tributary.alert.ledger.DeliveryLedger;
import dev.tributary.alert.ledger.DeliveryState;
import dev.tributary.alert.subscriber.HttpTarget;
import dev.tributary.alert.subscriber.Subscriber;
import dev.tributary.alert.subscriber.Subscribers;
import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.base.FaultException;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.camel.Exchange;

/** The two steps of a delivery route that are ours: POST the alert, and write down what came of it. Thread-safe. */
public final class HttpDelivery {

    /** Exchange property with the {@link Outcome} as text, for the route to choose by. */
    public static final String DELIVERY = "delivery";

    private static final String STATUS = "deliveryStatus";
    private static final String ATTEMPTS = "deliveryAttempts";
    private static final String ALERT_ID = "alertId";
    private static final String DUPLICATE_ID = "_AMQ_DUPL_ID";

    private final Subscribers subscribers;
    private final DeliveryLedger ledger;
    private final DeliveryBoard board;
    // by connect timeout, which belongs to the client: few clients, each with one thread, for many subscribers
    private final Map<Duration, HttpClient> clients = new ConcurrentHashMap<>();

    HttpDelivery(Subscribers subscribers, DeliveryLedger ledger, DeliveryBoard board) {
        this.subscribers = subscribers;
        this.ledger = ledger;
        this.board = board;
    }

    /**
     * POSTs the alert and sets the exchange property {@link #DELIVERY} to {@code delivered} or {@code rejected}.
     *
     * @param exchange with the event as body
     * @param name of the subscriber
     * @throws FaultException transient, if it must be tried again
     */
    public void post(Exchange exchange, String name) {
        String alert = exchange.getMessage().getHeader(ALERT_ID, "", String.class);
        int attempt = 1 + exchange.getMessage().getHeader(Exchange.REDELIVERY_COUNTER, 0, Integer.class);
        boolean repeated = exchange.getMessage().getHeader("JMSRedelivered", false, Boolean.class);
        // after a crash the broker gives an alert again that may have been taken: the ledger knows
        if (repeated && ledger.isDelivered(alert, name)) {
            exchange.setProperty(DELIVERY, Outcome.DELIVERED.code());
            return;
        }
        HttpTarget target = target(name);
        HttpRequest request =
                EventRequest.of(exchange.getMessage().getBody(String.class), target, repeated ? attempt + 1 : attempt);
        int status = send(name, target, request);
        Outcome outcome = Outcome.of(status);
        board.note(name, outcome, String.valueOf(status));
        if (outcome == Outcome.RETRIED) {
            throw unreached("the subscriber answered " + status, name);
        }
        exchange.setProperty(DELIVERY, outcome.code());
        exchange.setProperty(STATUS, String.valueOf(status));
        exchange.setProperty(ATTEMPTS, attempt);
        // should the dead letter be sent twice, the broker sees that it is the same
        exchange.getMessage().setHeader(DUPLICATE_ID, alert);
    }

    /**
     * Writes the outcome of {@link #post} to the ledger. A step of its own: where the database is away, this is
     * repeated and not the POST.
     */
    public void record(Exchange exchange, String name) {
        String status = exchange.getProperty(STATUS, String.class);
        if (status != null) {
            boolean delivered = Outcome.DELIVERED.code().equals(exchange.getProperty(DELIVERY));
            ledger.record(
                    exchange.getMessage().getHeader(ALERT_ID, String.class),
                    name,
                    delivered ? DeliveryState.DELIVERED : DeliveryState.REJECTED,
                    exchange.getProperty(ATTEMPTS, 1, Integer.class),
                    status);
        }
    }

    private HttpTarget target(String name) {
        HttpTarget target = subscribers.named(name).map(Subscriber::target).orElse(null);
        if (target == null) {
            throw new FaultException(new Fault(
                    FaultCode.SUBSCRIBER_UNREACHED, "this route's subscriber has no url in the settings", name));
        }
        return target;
    }

    // the client's own timeout ends with the first byte of the answer; a subscriber that drips must not hold the queue
    private int send(String name, HttpTarget target, HttpRequest request) {
        CompletableFuture<HttpResponse<Long>> answer =
                client(target).sendAsync(request, head -> new BoundedBody(target.maxResponse()));
        try {
            return answer.get(target.timeout().toMillis(), TimeUnit.MILLISECONDS)
                    .statusCode();
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw unreached("the delivery was interrupted", name);
        } catch (ExecutionException | TimeoutException e) {
            answer.cancel(true);
            String kind = (e.getCause() == null ? e : e.getCause()).getClass().getSimpleName();
            board.note(name, Outcome.RETRIED, kind);
            throw unreached("the subscriber did not answer (" + kind + ")", name);
        }
    }

    private HttpClient client(HttpTarget target) {
        return clients.computeIfAbsent(target.connectTimeout(), timeout -> HttpClient.newBuilder()
                .version(Version.HTTP_1_1)
                .followRedirects(Redirect.NEVER)
                .connectTimeout(timeout)
                .build());
    }

    private static FaultException unreached(String detail, String name) {
        return new FaultException(new Fault(FaultCode.SUBSCRIBER_UNREACHED, detail, name));
    }
}
