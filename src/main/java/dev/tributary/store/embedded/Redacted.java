package dev.tributary.store.embedded;

/** Stands for an exception whose message may quote a patient: its class and where it was thrown, nothing else. */
final class Redacted extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private Redacted(String message) {
        super(message);
    }

    static Redacted of(Throwable original) {
        Redacted redacted = new Redacted(original.getClass().getName());
        redacted.setStackTrace(original.getStackTrace());
        Throwable cause = original.getCause();
        if (cause != null) {
            redacted.initCause(of(cause));
        }
        return redacted;
    }
}
