package dev.tributary.flow.management.access;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/**
 * From where a person signed in, and which password was in force then: taken before the password is looked at, so that a
 * sign-in by the old one counts as old however long the look takes.
 */
final class SignedIn extends WebAuthenticationDetails {

    private static final long serialVersionUID = 1L;

    private final int changes;

    /** @param changes how often a password had been changed before, {@link PasswordChanges#count()} */
    SignedIn(HttpServletRequest request, int changes) {
        super(request);
        this.changes = changes;
    }

    int changes() {
        return changes;
    }
}
