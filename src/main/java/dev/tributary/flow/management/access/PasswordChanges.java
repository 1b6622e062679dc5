package dev.tributary.flow.management.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.context.HttpSessionSecurityContextRepository;

/**
 * Changes the administrator's password where the engine keeps it itself, and knows whether that is due. Whoever's password
 * stands in the settings changes it there.
 */
public final class PasswordChanges {

    private static final int SHORTEST = 12;
    private static final int LONGEST_BYTES = 72;

    private final Optional<Path> file;
    private final AtomicBoolean due;
    private final AtomicInteger changes = new AtomicInteger();
    private final InMemoryUserDetailsManager users;
    private final PasswordEncoder encoder;
    private final VerifiedLogins logins;

    PasswordChanges(
            AdminPassword admin, InMemoryUserDetailsManager users, PasswordEncoder encoder, VerifiedLogins logins) {
        this.file = admin.file();
        this.due = new AtomicBoolean(admin.toBeChanged());
        this.users = users;
        this.encoder = encoder;
        this.logins = logins;
    }

    /** @return whether this user must choose another password before anything else at the pages */
    public boolean isDue(String user) {
        return user.equals(Users.ADMIN) && due.get();
    }

    /** @return whether this user's password is changed here and not in the settings */
    public boolean isPossible(String user) {
        return user.equals(Users.ADMIN) && file.isPresent();
    }

    /** @return how often a password was changed here since the start */
    int count() {
        return changes.get();
    }

    /** @return whether this login is a session's that signed in before its user's password was changed */
    boolean hasEnded(Authentication who) {
        return who.getDetails() instanceof SignedIn then && isPossible(who.getName()) && then.changes() < count();
    }

    /**
     * The old password does not work any more once this returns, and the new one does after a restart too. Every session of
     * this user ends with its next request; {@link #carryOn} excepts one.
     *
     * @param user whose
     * @param old the one that holds now
     * @param chosen the new one
     * @return which change it was, for {@link #carryOn}
     * @throws IllegalArgumentException with what is wrong, for the person to read; nothing is changed then
     */
    public synchronized int change(String user, String old, String chosen) {
        Path kept = file.filter(there -> isPossible(user))
                .orElseThrow(() -> new IllegalArgumentException("This password stands in the settings: change it there,"
                        + " at TRIBUTARY_ADMIN_PASSWORD or tributary.users.<name>.password."));
        UserDetails now = users.loadUserByUsername(user);
        if (!encoder.matches(old, now.getPassword())) {
            throw new IllegalArgumentException("The password you gave as the present one is wrong.");
        }
        if (chosen.length() < SHORTEST || chosen.getBytes(StandardCharsets.UTF_8).length > LONGEST_BYTES) {
            throw new IllegalArgumentException("Choose at least " + SHORTEST + " characters and at most "
                    + LONGEST_BYTES + " bytes: four words do well.");
        }
        if (encoder.matches(chosen, now.getPassword())) {
            throw new IllegalArgumentException("That is the password you have. Choose another.");
        }
        String encoded = encoder.encode(chosen);
        try {
            AdminPassword.keepChosen(kept, encoded);
        } catch (IOException e) {
            throw new UncheckedIOException("the password cannot be kept in " + kept + ": make it writable", e);
        }
        users.updatePassword(now, encoded);
        logins.forget();
        due.set(false);
        // last: who signs in from here on was let in by the new password
        return changes.incrementAndGet();
    }

    /**
     * Lets the session that made a change go on, under another id; a request without one stays as it is.
     *
     * @param change which one it made
     */
    public void carryOn(int change, HttpServletRequest request, HttpServletResponse response) {
        Authentication who = SecurityContextHolder.getContext().getAuthentication();
        if (who == null || !(who.getDetails() instanceof SignedIn) || request.getSession(false) == null) {
            return;
        }
        var unused = request.changeSessionId();
        var again = UsernamePasswordAuthenticationToken.authenticated(who.getPrincipal(), null, who.getAuthorities());
        again.setDetails(new SignedIn(request, change));
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(again);
        SecurityContextHolder.setContext(context);
        new HttpSessionSecurityContextRepository().saveContext(context, request, response);
    }
}
