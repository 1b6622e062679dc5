package dev.tributary.flow.wire;

/** What happens to a patient's lane when one of its messages fails for good. */
public enum OnFailure {
    /** The message waits for a person, later messages of the patient are processed. */
    GO_ON,
    /** The message is held and so is everything behind it in the patient's lane. */
    HOLD_LANE
}
