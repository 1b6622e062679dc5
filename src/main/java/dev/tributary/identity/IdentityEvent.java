package dev.tributary.identity;

/** What the history of identity records. */
public enum IdentityEvent {
    /** A patient was first heard of. */
    CREATED,
    /** A number was given to a patient. */
    IDENTIFIED,
    /** A patient was replaced by another. */
    MERGED
}
