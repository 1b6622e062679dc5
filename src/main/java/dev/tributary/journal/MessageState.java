package dev.tributary.journal;

/**
 * Did we process it. Says nothing about what the sender heard ({@link AckOutcome}) or who was told of the alerts.
 *
 * <pre>
 * QUEUED -> PROCESSED | FILTERED | HELD | FAILED
 * HELD   -> QUEUED (released) | FILTERED (skipped by a person)
 * FAILED -> QUEUED (replayed)
 * </pre>
 *
 * A message that was refused at receipt is FAILED from the start, a retransmit FILTERED; both with their reason.
 */
public enum MessageState {
    /** Durable and waiting for its turn or for another try; also while a worker has it. */
    QUEUED,
    /** All effects are committed. */
    PROCESSED,
    /** No effect on purpose; the reason says why (a retransmit, a skipped message, a type the feed ignores). */
    FILTERED,
    /** Waits for a person, and so does its lane where the feed says so. */
    HELD,
    /** Failed for good, or was refused; waits for a person, its lane goes on. */
    FAILED
}
