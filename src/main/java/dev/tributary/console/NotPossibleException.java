package dev.tributary.console;

/** The thing is there, but not in the state for what was asked; the message says what can be done instead. */
final class NotPossibleException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotPossibleException(String message) {
        super(message);
    }
}
