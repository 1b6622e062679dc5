package dev.tributary.flow.management.health;

import dev.tributary.flow.management.FeedState;
import dev.tributary.flow.management.FeedStates;
import java.util.Iterator;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.health.CompositeHealthContributor;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthContributor;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.NamedContributor;
import org.springframework.boot.actuate.health.Status;

/** One component for each feed. */
public final class FeedsHealth implements CompositeHealthContributor {

    /** Works, with a part missing; answered with HTTP 200. */
    public static final Status DEGRADED = new Status("DEGRADED");

    private final FeedStates feeds;

    /** @param feeds asked each time, since feeds stop and start */
    public FeedsHealth(FeedStates feeds) {
        this.feeds = feeds;
    }

    @Override
    public @Nullable HealthContributor getContributor(String name) {
        return feeds.feeds().stream()
                .filter(state -> state.feed().value().equals(name))
                .findFirst()
                .<HealthContributor>map(FeedsHealth::indicator)
                .orElse(null);
    }

    @Override
    public Iterator<NamedContributor<HealthContributor>> iterator() {
        return feeds.feeds().stream()
                .map(state -> NamedContributor.of(state.feed().value(), (HealthContributor) indicator(state)))
                .iterator();
    }

    private static HealthIndicator indicator(FeedState state) {
        Status status =
                switch (state.condition()) {
                    case LISTENING, WITHOUT_PORT -> Status.UP;
                    case STOPPED, FAILED -> DEGRADED;
                };
        Map<String, Object> details = state.address().isEmpty()
                ? Map.of("condition", state.condition())
                : Map.of("condition", state.condition(), "address", state.address());
        return () -> Health.status(status).withDetails(details).build();
    }
}
