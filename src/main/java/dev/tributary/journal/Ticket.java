package dev.tributary.journal;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A message's place in its lanes. Belongs to {@link Lanes} and is touched under its lock only. */
final class Ticket {

    private final long id;
    private Set<String> keys;
    private final long bytes;
    private @Nullable InboundMessage message;

    /** In how many of its lanes another one is before it. */
    int before;
    /** Transient failures in a row. */
    int failures;
    /** {@link System#nanoTime} before which it is not tried again. */
    long dueNanos;

    /** With how many it may go at most, itself included. */
    int together;

    /** The order of entry into the window. */
    long entered;

    boolean running;
    /** A person had it QUEUED again before its worker had let go of it. */
    boolean again;
    /** A person passed it over before its worker had let go of it. */
    boolean skipped;

    /**
     * @param message kept in memory for the worker, or null if it is to be read again when its turn has come
     * @param keys its lanes
     */
    Ticket(long id, @Nullable InboundMessage message, Set<String> keys) {
        this.id = id;
        this.message = message;
        this.keys = keys;
        this.bytes = message == null ? 0 : message.wire().bytes().length;
        // what did not fit into memory may be large
        this.together = message == null ? 1 : Integer.MAX_VALUE;
    }

    long id() {
        return id;
    }

    Set<String> keys() {
        return keys;
    }

    /** @param places its lanes, now that it is known which of them are one; before it enters */
    void standIn(Set<String> places) {
        keys = places;
    }

    /** @return memory its bytes take */
    long bytes() {
        return bytes;
    }

    /** @return the message, if it is in memory; the ticket lets go of it, since a second attempt reads afresh */
    @Nullable
    InboundMessage takeMessage() {
        InboundMessage taken = message;
        message = null;
        return taken;
    }
}
