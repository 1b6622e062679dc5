package dev.tributary.flow.wire;

import java.time.Instant;

/** An open connection on which something can be sent back later. */
public interface ReturnPath {

    /** @return when the connection was opened; a message received before belongs to an earlier one */
    Instant openedAt();

    /**
     * Sends after every answer that is already due. Never blocks.
     *
     * @param bytes an acknowledgment, without framing
     * @param delivered called when the bytes are on their way
     * @param undelivered called where the connection is closed
     */
    void send(byte[] bytes, Runnable delivered, Runnable undelivered);
}
