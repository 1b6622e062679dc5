package dev.tributary.flow.wire;

import dev.tributary.flow.routes.TemplatedRoute;
import dev.tributary.flow.routes.TemplatedRoutes;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One MLLP route for each feed with a port, one file route for each with an inbox. */
public final class FeedRoutes implements TemplatedRoutes {

    /** The template in {@code routes/feed-mllp.camel.yaml}. */
    public static final String MLLP_TEMPLATE = "feed-mllp";

    /** The template in {@code routes/file-drop.camel.yaml}. */
    public static final String FILE_TEMPLATE = "file-drop";

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
            Path inbox = feed.inbox();
            if (inbox != null) {
                routes.add(new TemplatedRoute(
                        FILE_TEMPLATE,
                        "feed-" + name + "-inbox",
                        "HL7 in: feed " + name + ", files in " + inbox,
                        Map.of("feed", name.value(), "folder", inbox.toString())));
            }
        });
        return routes;
    }
}
