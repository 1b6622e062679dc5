package dev.tributary.flow.delivery;

import dev.tributary.alert.ledger.SubscriberPauses;
import dev.tributary.alert.subscriber.Subscriber;
import dev.tributary.alert.subscriber.Subscribers;
import dev.tributary.alert.subscriber.Target;
import dev.tributary.flow.routes.TemplatedRoute;
import dev.tributary.flow.routes.TemplatedRoutes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One delivery route for each subscriber with an address. */
public final class DeliveryRoutes implements TemplatedRoutes {

    /** The template in {@code routes/deliver.camel.yaml}. */
    public static final String TEMPLATE = "deliver";

    private final Subscribers subscribers;
    private final SubscriberPauses pauses;

    DeliveryRoutes(Subscribers subscribers, SubscriberPauses pauses) {
        this.subscribers = subscribers;
        this.pauses = pauses;
    }

    /** @return name of the subscriber's route */
    static String routeId(String subscriber) {
        return "deliver-" + subscriber;
    }

    @Override
    public List<TemplatedRoute> routes() {
        List<TemplatedRoute> routes = new ArrayList<>();
        for (Subscriber subscriber : subscribers.all()) {
            Target target = subscriber.target();
            if (target != null) {
                boolean paused = pauses.isPaused(subscriber.name(), subscriber.paused());
                routes.add(new TemplatedRoute(
                        TEMPLATE,
                        routeId(subscriber.name()),
                        "Alerts out: subscriber " + subscriber.name() + ", to " + target.address(),
                        Map.of(
                                "subscriber",
                                subscriber.name(),
                                "retryMin",
                                String.valueOf(target.retry().min().toMillis()),
                                "retryMax",
                                String.valueOf(target.retry().max().toMillis()),
                                "started",
                                String.valueOf(!paused))));
            }
        }
        return routes;
    }
}
