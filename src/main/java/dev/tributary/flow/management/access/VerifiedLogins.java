package dev.tributary.flow.management.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/**
 * Remembers for a few minutes which name and password were right, so that bcrypt's tenth of a second is paid once and
 * not by each request of a poller. What is remembered is a keyed hash under a key that lives and dies with the process,
 * never the password. Failures are not remembered: each costs its guesser the full price, two at a time, so that
 * guessing cannot take all processors from the messages. Whom {@link SignInGuard} has locked out is not even compared.
 */
final class VerifiedLogins implements AuthenticationProvider {

    private static final Duration REMEMBERED = Duration.ofMinutes(5);
    private static final int MOST = 1_000;
    private static final String MAC = "HmacSHA256";

    private final AuthenticationProvider slow;
    private final SignInGuard guard;
    private final Clock clock;
    private final SecretKeySpec key;
    private final Map<String, Verified> verified = new ConcurrentHashMap<>();
    private final Semaphore checks = new Semaphore(2, true);
    private volatile int forgotten;

    private record Verified(Authentication login, Instant until) {}

    /**
     * @param slow checks a password in earnest
     * @param guard counts what was wrong
     * @param clock for the few minutes
     */
    VerifiedLogins(AuthenticationProvider slow, SignInGuard guard, Clock clock) {
        this.slow = slow;
        this.guard = guard;
        this.clock = clock;
        byte[] random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, MAC);
    }

    @Override
    public @Nullable Authentication authenticate(Authentication attempt) {
        guard.admit(attempt.getName(), address(attempt));
        if (!(attempt.getCredentials() instanceof String password)) {
            return check(attempt);
        }
        String fingerprint = fingerprint(attempt.getName(), password);
        Verified known = verified.get(fingerprint);
        if (known != null && clock.instant().isBefore(known.until())) {
            return withDetailsOf(attempt, known.login());
        }
        int before = forgotten;
        Authentication login = check(attempt);
        if (login != null) {
            remember(fingerprint, withDetailsOf(attempt, login), before);
        }
        return login;
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return slow.supports(authentication);
    }

    private @Nullable Authentication check(Authentication attempt) {
        checks.acquireUninterruptibly();
        String address = address(attempt);
        try {
            // again: a thousand guesses sent at once have all passed the first look
            guard.admit(attempt.getName(), address);
            Authentication login = slow.authenticate(attempt);
            guard.succeeded(attempt.getName(), address);
            return login;
        } catch (BadCredentialsException e) {
            guard.failed(attempt.getName(), address);
            throw e;
        } finally {
            checks.release();
        }
    }

    /** Forgets all: a password has changed. What is being compared meanwhile is not remembered. */
    synchronized void forget() {
        forgotten = forgotten + 1;
        verified.clear();
    }

    private static String address(Authentication attempt) {
        return attempt.getDetails() instanceof WebAuthenticationDetails details ? details.getRemoteAddress() : "";
    }

    private synchronized void remember(String fingerprint, Authentication login, int before) {
        if (forgotten != before) {
            return;
        }
        Instant now = clock.instant();
        if (verified.size() >= MOST) {
            verified.values().removeIf(old -> !now.isBefore(old.until()));
        }
        if (verified.size() < MOST) {
            verified.put(fingerprint, new Verified(login, now.plus(REMEMBERED)));
        }
    }

    /** A new token each time: the caller erases and decorates it. */
    private static Authentication withDetailsOf(Authentication attempt, Authentication login) {
        UsernamePasswordAuthenticationToken copy =
                UsernamePasswordAuthenticationToken.authenticated(login.getPrincipal(), null, login.getAuthorities());
        copy.setDetails(attempt.getDetails());
        return copy;
    }

    private String fingerprint(String name, String password) {
        try {
            Mac mac = Mac.getInstance(MAC);
            mac.init(key);
            mac.update(name.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return Base64.getEncoder().encodeToString(mac.doFinal(password.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + MAC, e);
        }
    }
}
