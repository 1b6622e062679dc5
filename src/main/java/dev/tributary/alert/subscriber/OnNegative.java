package dev.tributary.alert.subscriber;

/** What follows a negative acknowledgment (HL7 v2.5.1 §2.9.2, table 0008). */
public enum OnNegative {
    /** The message itself is at fault, and sending it again changes nothing: to the dead-letter queue. */
    REFUSE,
    /** The receiver may take it later: again, at the head of the queue. */
    RETRY
}
