package dev.tributary.journal;

/** What to do with a message that failed for good, and with those behind it in its lane. */
public enum OnFailure {
    /** The message becomes FAILED and the next of its lane is processed. */
    GO_ON,
    /** The message becomes HELD and its lane waits until a person releases or skips it. */
    HOLD_LANE
}
