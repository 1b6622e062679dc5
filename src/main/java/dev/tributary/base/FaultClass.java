package dev.tributary.base;

/** What a failure asks of whoever meets it; the retry policy reads this and nothing else. */
public enum FaultClass {
    /** The world was in the way and may not be next time: try again, at the head of the lane. */
    TRANSIENT,
    /** It may or may not have happened: an idempotent key or a person decides. */
    AMBIGUOUS,
    /** The same input will fail the same way: wait, visible, for a person. */
    PERMANENT
}
