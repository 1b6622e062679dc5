package dev.tributary.flow.wire;

import dev.tributary.base.FeedName;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the way in counts, by feed. Thread-safe. */
public final class WireMeters {

    private final MeterRegistry registry;
    private final Map<FeedName, FeedMeters> feeds = new ConcurrentHashMap<>();

    /** @param registry where the meters are seen */
    public WireMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** @return the meters of a feed, made at the first call */
    public FeedMeters of(FeedName feed) {
        return feeds.computeIfAbsent(feed, name -> new FeedMeters(registry, name));
    }
}
