package dev.tributary.cli.prove;

/**
 * Two ledgers that do not agree.
 *
 * @param kind what it amounts to
 * @param ledger where it shows: sender, journal, record, inbox, counters, engine
 * @param story whose; 0 if nobody's
 * @param subject control id, visit, order, alert
 * @param expected what should be there
 * @param found what is there
 */
record Discrepancy(Kind kind, String ledger, int story, String subject, String expected, String found) {

    /** What a discrepancy amounts to. */
    enum Kind {
        /** Was accepted, or must be, and is not there. */
        LOST,
        /** Is there twice. */
        DOUBLED,
        /** Came out in another order than it went in, within one patient. */
        OUT_OF_ORDER,
        /** Is there and says something else. */
        WRONG,
        /** Counters that do not sum up. */
        UNBALANCED
    }
}
