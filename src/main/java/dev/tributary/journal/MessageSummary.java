package dev.tributary.journal;

import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One row of the journal without the bytes. Holds no patient data.
 *
 * @param id the journal's number
 * @param feed where it came in
 * @param remote address of the peer, or the file's name
 * @param receivedAt when the last byte was read
 * @param size of the bytes
 * @param sender MSH-3 and MSH-4, parted by a bar; empty if unreadable
 * @param controlId MSH-10
 * @param type {@code ADT^A01}
 * @param structure MSH-9.3
 * @param version MSH-12.1
 * @param state did we process it
 * @param reason one word, see {@link Ending#reason()}; of a QUEUED message the fault of its last attempt
 * @param detail a sentence for an engineer
 * @param where segment and field, or the part of the engine
 * @param refused the sender was told no, at receipt
 * @param controlIdReused the sender had used this MSH-10 with other bytes before
 * @param duplicateOf the first arrival of a retransmit
 * @param waitsFor the HELD message of the same lane that this QUEUED one waits for
 * @param ackOutcome what the sender heard
 * @param ackAt when
 * @param attempts how often processing ended
 * @param nextAttemptAt when a QUEUED message whose last attempt failed is tried again
 * @param mappingVersion of the last attempt
 * @param finishedAt when it left QUEUED
 */
public record MessageSummary(
        MessageId id,
        FeedName feed,
        String remote,
        Instant receivedAt,
        int size,
        String sender,
        String controlId,
        String type,
        String structure,
        String version,
        MessageState state,
        String reason,
        String detail,
        String where,
        boolean refused,
        boolean controlIdReused,
        @Nullable MessageId duplicateOf,
        @Nullable MessageId waitsFor,
        AckOutcome ackOutcome,
        @Nullable Instant ackAt,
        int attempts,
        @Nullable Instant nextAttemptAt,
        @Nullable String mappingVersion,
        @Nullable Instant finishedAt) {}
