package dev.tributary.alert;

import java.util.Locale;

/** What an alert says: a fact, or something about an alert that was told before. */
public enum AlertKind {
    /** A fact is told for the first time. */
    RAISED,
    /** What was told is taken back: it never was, or is no longer so. */
    RETRACTED,
    /** What was wrong is well again. */
    RECOVERED,
    /** What was told, and perhaps acknowledged, has another meaning now: it is to be acknowledged anew. */
    REOPENED,
    /** Nobody has acknowledged in time: the next audience hears of it. */
    ESCALATED,
    /** So many more alerts of one rule came in a burst; they are listed in the ledger and not sent one by one. */
    SUMMARY;

    /** @return as payloads and the ledger write it: lower case */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @return the kind of that code */
    public static AlertKind of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
