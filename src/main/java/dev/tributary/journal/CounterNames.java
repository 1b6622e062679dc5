package dev.tributary.journal;

/** What {@code feed_count.counted} says beside the names of {@link MessageState}. */
final class CounterNames {

    static final String RECEIVED = "RECEIVED";
    /** Instead of FAILED, for what was refused at receipt. */
    static final String REFUSED = "REFUSED";
    /** Before the name of an {@link AckOutcome}. */
    static final String ACK = "ACK_";

    private CounterNames() {}
}
