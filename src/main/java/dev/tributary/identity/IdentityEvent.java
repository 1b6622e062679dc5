package dev.tributary.identity;

/** What the history of identity records. */
public enum IdentityEvent {
    /** A patient was first heard of. */
    CREATED,
    /** A number was given to a patient. */
    IDENTIFIED,
    /** A patient was replaced by another. */
    MERGED,
    /** A merge was taken back: the patient is one of its own again. */
    UNMERGED,
    /** A number of a patient was another's all along, and is now. */
    MOVED,
    /** Two patients were said to be the same person, each keeping its record. */
    LINKED,
    /** The link was taken back. */
    UNLINKED
}
