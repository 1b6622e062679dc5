package dev.tributary.flow.wire;

import dev.tributary.flow.routes.TemplatedRoute;
import dev.tributary.flow.routes.TemplatedRoutes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One MLLP route for each feed with a port. */
public final class FeedRoutes implements TemplatedRoutes {

    /** The template in {@code routes/feed-mllp.camel.yaml}. */
    public static final String MLLP_TEMPLATE = "feed-mllp";

    private final FeedRegistry feeds;

    /** @param feeds the settings */
    public FeedRoutes(FeedRegistry feeds) {
        this.feeds = feeds;
    }

    @Override
    public List<TemplatedRoute> routes() {
        List<TemplatedRoute> routes = new ArrayList<>();
        feeds.all().forEach((name, feed) -> {
            if (feed.hasPort()) {
                routes.add(new TemplatedRoute(
                        MLLP_TEMPLATE,
                        "feed-" + name,
                        "HL7 in: feed " + name + ", MLLP" + (feed.tls() == null ? "" : " over TLS") + " on "
                                + feed.bind() + " port " + feed.port(),
                        Map.of("feed", name.value())));
            }
        });
        return routes;
    }
}
