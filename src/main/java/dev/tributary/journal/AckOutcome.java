package dev.tributary.journal;

/** What the sender heard of a message. Says nothing about whether we processed it. */
public enum AckOutcome {
    /** Nothing yet, or the sender asked for nothing (MSH-15 NE). */
    NONE,
    /** AA or CA. */
    ACCEPTED,
    /** AE or CE. */
    ERROR,
    /** AR or CR. */
    REJECTED
}
