package dev.tributary.journal;

import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A code that a sender uses and no code table has: a work item.
 *
 * @param feed it comes in by
 * @param sender MSH-3 and MSH-4, parted by a bar
 * @param table name of the code table
 * @param code as sent
 * @param text what the sender calls it, as last seen
 * @param system the name of its coding system as sent, empty if none
 * @param count how often it was seen; a message that is processed again counts again
 * @param firstAt when the first message with it was received
 * @param lastAt when the last one was
 * @param examples numbers of the first few messages with it
 * @param resolvedAt when a line for it was added; null if there is none, or it was seen since
 */
public record UnmappedCode(
        FeedName feed,
        String sender,
        String table,
        String code,
        String text,
        String system,
        long count,
        Instant firstAt,
        Instant lastAt,
        List<MessageId> examples,
        @Nullable Instant resolvedAt) {}
