package dev.tributary.flow.management.access;

import org.springframework.security.authentication.LockedException;

/** Too many wrong passwords for this user from this address: for a while none is looked at, right or wrong. */
final class SignInLockedException extends LockedException {

    private static final long serialVersionUID = 1L;

    private final long seconds;

    /** @param seconds until one is looked at again */
    SignInLockedException(long seconds) {
        super("locked after wrong passwords");
        this.seconds = seconds;
    }

    long seconds() {
        return seconds;
    }
}
