package dev.tributary.flow.delivery.payload;

import java.util.Optional;

/** The messages that came in, as the journal keeps them. */
@FunctionalInterface
public interface Originals {

    /**
     * @param message the journal's number
     * @return its bytes as they came, or empty if the journal does not have it any more
     */
    Optional<byte[]> bytes(long message);
}
