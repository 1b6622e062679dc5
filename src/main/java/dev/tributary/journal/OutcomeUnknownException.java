package dev.tributary.journal;

import org.jspecify.annotations.Nullable;

/** The journal was asked to take a message, and nobody knows yet whether it did: giving it in again blindly may double it. */
public final class OutcomeUnknownException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** @param cause what kept the answer away; null if the journal's own answer said so */
    OutcomeUnknownException(@Nullable Throwable cause) {
        super(
                "It is not known yet whether the journal took it: look for its control id before you give it in again.",
                cause);
    }
}
