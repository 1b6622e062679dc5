package dev.tributary.record;

/** What a feed may do to facts that are already known; a setting of the feed. */
public enum Ownership {
    /** It is the source of these facts: what it states newly replaces what is stored. */
    OWNER,
    /** It repeats what others told it: it may fill a gap and never overwrites. */
    CONTRIBUTOR
}
