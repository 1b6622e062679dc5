package dev.tributary.store.embedded;

import org.springframework.beans.BeansException;

/** Stands for an exception whose message may quote a patient: its class and where it was thrown, nothing else. */
final class Redacted extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private Redacted(String message) {
        super(message);
    }

    static Redacted of(Throwable original) {
        // broken wiring is worth its words and has never seen a patient
        boolean isWiring = original instanceof LinkageError
                || original instanceof ReflectiveOperationException
                || original instanceof BeansException;
        Redacted redacted = new Redacted(
                isWiring ? original.toString() : original.getClass().getName());
        redacted.setStackTrace(original.getStackTrace());
        Throwable cause = original.getCause();
        if (cause != null) {
            redacted.initCause(of(cause));
        }
        return redacted;
    }
}
