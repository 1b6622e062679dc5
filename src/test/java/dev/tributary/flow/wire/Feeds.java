package dev.tributary.flow.wire;

import dev.tributary.base.FeedName;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Feed settings for tests, bound as the engine binds them. */
public final class Feeds {

    private Feeds() {}

    /** @return a registry with one feed, {@code default} on a free port, with these settings changed */
    public static FeedRegistry one(Map<String, String> settings) {
        return new FeedRegistry(Map.of(FeedName.DEFAULT, properties(settings)));
    }

    /** @return settings of one feed on a free port */
    public static FeedProperties properties(Map<String, String> settings) {
        MapConfigurationPropertySource source = new MapConfigurationPropertySource();
        source.put("feed.port", "0");
        settings.forEach((name, value) -> source.put("feed." + name, value));
        return new Binder(source).bind("feed", FeedProperties.class).get();
    }
}
