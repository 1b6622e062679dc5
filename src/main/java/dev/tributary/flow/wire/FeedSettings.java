package dev.tributary.flow.wire;

import dev.tributary.base.FeedName;
import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;

/** Reads {@code tributary.feeds.*}. */
final class FeedSettings {

    private static final int DEFAULT_PORT = 2575;

    private FeedSettings() {}

    static FeedRegistry read(ConfigurableEnvironment environment) {
        Binder binder = Binder.get(environment);
        FeedsProperties settings = binder.bindOrCreate("tributary", FeedsProperties.class);
        Map<FeedName, FeedProperties> feeds = new HashMap<>();
        settings.feeds().forEach((name, feed) -> feeds.put(new FeedName(name), feed));
        FeedProperties asNamed = feeds.get(FeedName.DEFAULT);
        if (asNamed == null) {
            asNamed = binder.bindOrCreate("tributary.feeds.default", Bindable.of(FeedProperties.class));
        }
        feeds.put(FeedName.DEFAULT, asNamed.port() == null ? asNamed.withPort(DEFAULT_PORT) : asNamed);
        feeds.values().removeIf(feed -> !feed.enabled());
        return new FeedRegistry(feeds);
    }
}
