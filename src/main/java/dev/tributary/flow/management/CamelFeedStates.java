package dev.tributary.flow.management;

import dev.tributary.base.FeedName;
import dev.tributary.base.Meters;
import dev.tributary.flow.management.FeedState.Condition;
import dev.tributary.flow.wire.FeedProperties;
import dev.tributary.flow.wire.FeedRegistry;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.ServiceStatus;

/** The feeds of the settings with the state of their routes: a feed's port is open while its route is started. */
final class CamelFeedStates implements FeedStates {

    private static final String ROUTE_PREFIX = "feed-";

    private final FeedRegistry registry;
    private final CamelContext camel;
    private final MeterRegistry meters;

    CamelFeedStates(FeedRegistry registry, CamelContext camel, MeterRegistry meters) {
        this.registry = registry;
        this.camel = camel;
        this.meters = meters;
    }

    @Override
    public List<FeedState> feeds() {
        return registry.all().entrySet().stream()
                .map(feed -> state(feed.getKey(), feed.getValue()))
                .toList();
    }

    private FeedState state(FeedName name, FeedProperties feed) {
        if (feed.port() == null) {
            return new FeedState(name, Condition.WITHOUT_PORT, "", -1);
        }
        String address = feed.bind() + ":" + feed.port();
        return new FeedState(name, condition(name), address, connections(name));
    }

    private Condition condition(FeedName name) {
        ServiceStatus status = camel.getRouteController().getRouteStatus(ROUTE_PREFIX + name);
        if (status == null) {
            return Condition.FAILED;
        }
        return switch (status) {
            case Started -> Condition.LISTENING;
            case Starting, Initializing, Initialized -> Condition.FAILED;
            default -> Condition.STOPPED;
        };
    }

    private int connections(FeedName name) {
        Gauge open = meters.find(Meters.CONNECTIONS.meterName())
                .tag("feed", name.value())
                .gauge();
        return open == null ? -1 : (int) open.value();
    }
}
