package dev.tributary.record;

import dev.tributary.base.MessageId;
import java.time.Instant;
import java.util.Comparator;

/**
 * The order of statements: by the sender's time, and where that is the same, by order of receipt.
 *
 * @param statedAt MSH-7
 * @param message who said it
 */
public record Stamp(Instant statedAt, MessageId message) implements Comparable<Stamp> {

    /** Older than everything: the stamp of what a contributor filled in, which any owner may replace. */
    public static final Stamp UNOWNED = new Stamp(Instant.EPOCH, new MessageId(0));

    private static final Comparator<Stamp> ORDER =
            Comparator.comparing(Stamp::statedAt).thenComparing(Stamp::message);

    @Override
    public int compareTo(Stamp other) {
        return ORDER.compare(this, other);
    }

    /** @return whether this was said before {@code other} */
    public boolean isBefore(Stamp other) {
        return compareTo(other) < 0;
    }
}
