package dev.tributary.flow.management;

import dev.tributary.base.FeedName;

/**
 * The edge of one feed, now.
 *
 * @param feed whose
 * @param condition whether it takes messages
 * @param address host and port it listens on; empty if it has no port
 * @param connections open connections; -1 if not known
 */
public record FeedState(FeedName feed, Condition condition, String address, int connections) {

    /** Whether a feed takes messages. */
    public enum Condition {
        /** Its port is open. */
        LISTENING,
        /** It has no port on purpose: messages come by HTTP or file. */
        WITHOUT_PORT,
        /** Somebody stopped its route. */
        STOPPED,
        /** It should listen and does not; the port may be taken. */
        FAILED
    }
}
