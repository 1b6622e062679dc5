package dev.tributary.flow.processing;

import dev.tributary.base.FeedName;
import dev.tributary.flow.wire.FeedProperties;
import dev.tributary.flow.wire.FeedRegistry;
import dev.tributary.hl7.WireMessage;
import dev.tributary.hl7.preprocess.Preprocessed;
import dev.tributary.hl7.preprocess.Preprocessing;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Mends a message as its feed says, before lanes, mapping and identity look at it; all three must see the same patient
 * number. The journal's bytes stay as they are. Immutable.
 */
public final class FeedPreparation {

    private final Map<FeedName, Preprocessing> steps = new HashMap<>();
    private final Map<FeedName, Charset> charsets = new HashMap<>();

    /** @param feeds with checked settings */
    public FeedPreparation(FeedRegistry feeds) {
        feeds.all().forEach((name, feed) -> {
            steps.put(name, Preprocessing.of(steps(feed)));
            charsets.put(name, feed.charset());
        });
    }

    /** @return the steps of a feed; the assigning authority of its settings comes last */
    public static List<String> steps(FeedProperties feed) {
        List<String> all = new ArrayList<>(feed.preprocess());
        if (!feed.assigningAuthority().isEmpty()) {
            all.add("default-authority \"" + feed.assigningAuthority() + "\"");
        }
        return all;
    }

    /** @return the message as the rest of the engine shall see it; as it is for a feed that is there no more */
    public Preprocessed of(WireMessage wire) {
        return steps.getOrDefault(wire.feed(), Preprocessing.NONE)
                .apply(wire.bytes(), charsets.getOrDefault(wire.feed(), StandardCharsets.UTF_8));
    }
}
