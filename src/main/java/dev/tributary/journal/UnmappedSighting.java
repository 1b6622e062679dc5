package dev.tributary.journal;

import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import java.time.Instant;

/**
 * One code of one message that its code table does not have.
 *
 * @param message where it stands
 * @param feed it came in by
 * @param sender MSH-3 and MSH-4, parted by a bar
 * @param at when the message was received
 * @param table name of the code table
 * @param code as sent
 * @param text its text as sent, empty if none
 * @param system the name of its coding system as sent, empty if none
 */
public record UnmappedSighting(
        MessageId message,
        FeedName feed,
        String sender,
        Instant at,
        String table,
        String code,
        String text,
        String system) {

    /** @return without the code, which may be a patient's */
    @Override
    public String toString() {
        return "UnmappedSighting[message " + message + ", " + table + "]";
    }
}
