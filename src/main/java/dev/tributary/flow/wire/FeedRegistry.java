package dev.tributary.flow.wire;

import dev.tributary.base.FeedName;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The feeds of this engine, by name. Immutable. */
public final class FeedRegistry {

    private final SortedMap<FeedName, FeedProperties> feeds;

    /** @param feeds every enabled feed */
    public FeedRegistry(Map<FeedName, FeedProperties> feeds) {
        SortedMap<FeedName, FeedProperties> sorted =
                new TreeMap<>((a, b) -> a.value().compareTo(b.value()));
        sorted.putAll(feeds);
        this.feeds = Collections.unmodifiableSortedMap(sorted);
    }

    /** @return the settings of a feed; empty if there is none of that name */
    public Optional<FeedProperties> find(FeedName name) {
        return Optional.ofNullable(feeds.get(name));
    }

    /**
     * @return the settings of a feed that is known to exist
     * @throws IllegalArgumentException if there is none of that name
     */
    public FeedProperties get(FeedName name) {
        return find(name).orElseThrow(() -> new IllegalArgumentException("no feed '" + name + "'"));
    }

    /** @return all feeds, by name */
    public SortedMap<FeedName, FeedProperties> all() {
        return feeds;
    }
}
