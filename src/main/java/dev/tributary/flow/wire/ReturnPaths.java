package dev.tributary.flow.wire;

import dev.tributary.base.FeedName;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The open connections by feed and peer address, for acknowledgments that come later. Thread-safe. */
public final class ReturnPaths {

    private record Key(FeedName feed, String remote) {}

    private final Map<Key, ReturnPath> open = new ConcurrentHashMap<>();

    /** A connection is there. */
    public void opened(FeedName feed, String remote, ReturnPath path) {
        open.put(new Key(feed, remote), path);
    }

    /** A connection is gone; a newer one of the same address stays. */
    public void closed(FeedName feed, String remote, ReturnPath path) {
        open.remove(new Key(feed, remote), path);
    }

    /**
     * @param receivedAt when the message came
     * @return the connection on which it came, if that is still open
     */
    public Optional<ReturnPath> find(FeedName feed, String remote, Instant receivedAt) {
        return Optional.ofNullable(open.get(new Key(feed, remote)))
                .filter(path -> !path.openedAt().isAfter(receivedAt));
    }
}
