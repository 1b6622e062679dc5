package dev.tributary.journal;

import dev.tributary.base.MessageId;

/** A message was to be finished or moved, but is not in the state for it. */
public final class NotQueuedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param id the message that was expected to be QUEUED */
    public NotQueuedException(MessageId id) {
        super("message " + id + " is not queued any more");
    }
}
