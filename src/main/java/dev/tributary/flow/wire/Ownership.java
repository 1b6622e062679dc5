package dev.tributary.flow.wire;

/** Whether a feed's demographics overwrite what is stored (invariant 7). */
public enum Ownership {
    /** This feed's demographics are the truth, such as the ADT feed of the EHR. */
    OWNER,
    /** This feed may fill a gap and never overwrites, such as a lab. */
    CONTRIBUTOR
}
