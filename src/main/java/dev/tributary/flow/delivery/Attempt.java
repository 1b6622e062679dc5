package dev.tributary.flow.delivery;

/**
 * What one attempt came to.
 *
 * @param outcome delivered, to be tried again, or refused
 * @param detail HTTP status, MSA-1, SMTP reply code or kind of failure; never what the subscriber wrote
 */
record Attempt(Outcome outcome, String detail) {

    static Attempt delivered(String detail) {
        return new Attempt(Outcome.DELIVERED, detail);
    }

    static Attempt again(String detail) {
        return new Attempt(Outcome.RETRIED, detail);
    }

    static Attempt refused(String detail) {
        return new Attempt(Outcome.REJECTED, detail);
    }
}
