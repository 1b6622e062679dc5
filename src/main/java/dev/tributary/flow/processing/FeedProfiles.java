package dev.tributary.flow.processing;

import dev.tributary.base.FeedName;
import dev.tributary.flow.wire.FeedProperties;
import dev.tributary.mapping.FeedProfile;
import java.util.List;

/** What the mapping may know of a feed, out of its settings. */
final class FeedProfiles {

    private FeedProfiles() {}

    static FeedProfile of(FeedName name, FeedProperties feed) {
        List<String> overlays = feed.overlay().isEmpty() ? List.of() : List.of(feed.overlay());
        return new FeedProfile(name, feed.zone(), overlays, feed.codeTables(), FeedProfile.NAMESPACE, "");
    }
}
