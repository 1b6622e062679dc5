package dev.tributary.mapping;

import dev.tributary.base.FeedName;
import java.time.ZoneId;
import java.util.List;

/**
 * What a mapping may know of the feed besides the message.
 *
 * @param feed its name
 * @param zone the zone of times sent without an offset
 * @param overlays names of folders in {@code mappings/overlays}, laid over the tables in this order
 * @param codeFolders names of folders in {@code mappings/codes}, the first that has a line wins
 * @param namespace what systems without a line in {@code naming.csv} begin with; {@code urn:tributary} unless set
 * @param country ISO 3166 code for conditions such as {@code FEED COUNTRY EQUALS "US"}; empty if unknown
 */
public record FeedProfile(
        FeedName feed, ZoneId zone, List<String> overlays, List<String> codeFolders, String namespace, String country) {

    /** The prefix of systems that nobody has named. */
    public static final String NAMESPACE = "urn:tributary";

    /** Keeps copies of the lists. */
    public FeedProfile {
        overlays = List.copyOf(overlays);
        codeFolders = List.copyOf(codeFolders);
    }

    /** @return a profile with nothing but a name and a zone */
    public static FeedProfile of(FeedName feed, ZoneId zone) {
        return new FeedProfile(feed, zone, List.of(), List.of(), NAMESPACE, "");
    }
}
