package dev.tributary.flow.delivery;

import dev.tributary.alert.broker.BrokerNames;
import dev.tributary.alert.broker.QueueDepths;
import dev.tributary.alert.ledger.SubscriberPauses;
import dev.tributary.alert.subscriber.Subscriber;
import dev.tributary.alert.subscriber.Subscribers;
import dev.tributary.alert.subscriber.Target;
import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.base.FaultException;
import dev.tributary.flow.delivery.DeliveryBoard.Standing;
import dev.tributary.flow.management.SubscriberActions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;

/** What an operator sees of subscribers and may do with them: REST and console stand on this. Thread-safe. */
public final class DeliveryControl implements SubscriberActions {

    private static final long STOP_SECONDS = 15;

    private final CamelContext camel;
    private final Subscribers subscribers;
    private final SubscriberPauses pauses;
    private final QueueDepths depths;
    private final DeliveryBoard board;
    private final Courier courier;

    DeliveryControl(
            CamelContext camel,
            Subscribers subscribers,
            SubscriberPauses pauses,
            QueueDepths depths,
            DeliveryBoard board,
            Courier courier) {
        this.camel = camel;
        this.subscribers = subscribers;
        this.pauses = pauses;
        this.depths = depths;
        this.board = board;
        this.courier = courier;
    }

    /** @return every configured subscriber, by name; never fails, cheap */
    public List<DeliveryStatus> all() {
        Map<String, Long> known = depths.now();
        return subscribers.all().stream()
                .map(subscriber -> status(subscriber, known))
                .toList();
    }

    /** @return the subscriber of that name */
    public Optional<DeliveryStatus> named(String name) {
        return subscribers.named(name).map(subscriber -> status(subscriber, depths.now()));
    }

    private DeliveryStatus status(Subscriber subscriber, Map<String, Long> known) {
        Standing standing = board.of(subscriber.name());
        Target target = subscriber.target();
        return new DeliveryStatus(
                subscriber.name(),
                target == null ? "queue" : target.address(),
                target != null && !runs(subscriber.name()),
                standing.failing(),
                standing.open(),
                known.getOrDefault(BrokerNames.queue(subscriber.name()), -1L),
                known.getOrDefault(BrokerNames.deadQueue(subscriber.name()), -1L),
                known.getOrDefault(BrokerNames.expiredQueue(subscriber.name()), -1L),
                standing.lastDelivered(),
                standing.lastFault(),
                standing.faultOutcome());
    }

    private boolean runs(String subscriber) {
        ServiceStatus status = camel.getRouteController().getRouteStatus(DeliveryRoutes.routeId(subscriber));
        return status != null && status.isStarted();
    }

    @Override
    public void pause(String name) {
        String route = route(name);
        pauses.set(name, true);
        try {
            camel.getRouteController().stopRoute(route, STOP_SECONDS, TimeUnit.SECONDS);
            courier.release(name);
        } catch (Exception e) {
            throw new FaultException(new Fault(FaultCode.INTERNAL, "the route did not stop", route), e);
        }
    }

    @Override
    public void resume(String name) {
        String route = route(name);
        pauses.set(name, false);
        try {
            camel.getRouteController().startRoute(route);
        } catch (Exception e) {
            throw new FaultException(new Fault(FaultCode.INTERNAL, "the route did not start", route), e);
        }
    }

    private String route(String name) {
        if (subscribers.named(name).map(Subscriber::target).isEmpty()) {
            throw new FaultException(new Fault(
                    FaultCode.VALUE_INVALID, "there is no subscriber of that name with a delivery route", name));
        }
        return DeliveryRoutes.routeId(name);
    }
}
