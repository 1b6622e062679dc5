package dev.tributary.alert;

import java.util.Locale;

/** Where an alert stands. That it was delivered is not among these: delivery never closes an alert. */
public enum AlertState {
    /** Told; nobody is asked to answer. */
    TOLD,
    /** A person must acknowledge it and has not yet. */
    OPEN,
    /** A person has acknowledged it. */
    ACKNOWLEDGED,
    /** Taken back. */
    RETRACTED,
    /** What was wrong is well again. */
    RECOVERED,
    /** One of a burst: it is in the ledger and is told by a summary only. */
    COLLAPSED,
    /** Says something about another alert; see {@link AlertKind}. */
    NOTICE;

    /** @return as stored and shown: lower case */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @return the state of that code */
    public static AlertState of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
