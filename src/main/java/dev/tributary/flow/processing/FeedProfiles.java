package dev.tributary.flow.processing;

import dev.tributary.base.FeedName;
import dev.tributary.flow.wire.FeedProperties;
import dev.tributary.mapping.FeedProfile;
import java.util.List;

/** What the mapping may know of a feed, out of its settings. */
public final class FeedProfiles {

    private FeedProfiles() {}

    /** @return the profile of a feed; without code tables of its own it looks into the folder of its name */
    public static FeedProfile of(FeedName name, FeedProperties feed) {
        return new FeedProfile(
                name, feed.zone(), feed.overlay(), codeFolders(name, feed), feed.namespace(), feed.country());
    }

    /** @return the folders of code tables a feed looks into, the one that takes added codes first */
    public static List<String> codeFolders(FeedName name, FeedProperties feed) {
        return feed.codeTables().isEmpty() ? List.of(name.value()) : feed.codeTables();
    }
}
