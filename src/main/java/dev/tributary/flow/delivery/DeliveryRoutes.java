package dev.tributary.flow.delivery;

import dev.tributary.alert.ledger.SubscriberPauses;
import dev.tributary.alert.subscriber.HttpTarget;
import dev.tributary.alert.subscriber.Subscriber;
import dev.tributary.alert.subscriber.Subscribers;
import dev.tributary.flow.routes.TemplatedRoute;
import dev.tributary.flow.routes.TemplatedRoutes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One delivery route for each subscriber with an address. */
public final class DeliveryRoutes implements TemplatedRoutes {

    /** The template in {@code routes/deliver-http.camel.yaml}. */
    public static final String HTTP_TEMPLATE = "deliver-http";

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
            HttpTarget target = subscriber.target();
            if (target != null) {
                boolean paused = pauses.isPaused(subscriber.name(), subscriber.paused());
                routes.add(new TemplatedRoute(
                        HTTP_TEMPLATE,
                        routeId(subscriber.name()),
                        "Alerts out: subscriber " + subscriber.name() + ", HTTP to "
                                + target.url().getHost(),
                        Map.of(
                                "subscriber",
                                subscriber.name(),
                                "retryMin",
                                String.valueOf(target.retryMin().toMillis()),
                                "retryMax",
                                String.valueOf(target.retryMax().toMillis()),
                                "started",
                                String.valueOf(!paused))));
            }
        }
        return routes;
    }
}
