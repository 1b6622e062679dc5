package dev.tributary.flow.management.access;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.bcrypt.BCryptPasswordEncoder;
import org.springframework.security.crypto.password.DelegatingPasswordEncoder;
import org.springframework.security.crypto.password.PasswordEncoder;

/** How passwords are hashed: bcrypt with 2^11 rounds, about a tenth of a second for who guesses and for us. */
final class Passwords {

    private static final int STRENGTH = 11;
    private static final Pattern HASHED = Pattern.compile("\\{bcrypt}\\$2[aby]\\$\\d\\d\\$[./A-Za-z0-9]{53}");

    /** The encoder refuses longer ones. */
    private static final int MAX_BYTES = 72;

    private Passwords() {}

    static PasswordEncoder encoder() {
        return new DelegatingPasswordEncoder("bcrypt", Map.of("bcrypt", new BCryptPasswordEncoder(STRENGTH)));
    }

    static boolean isHashed(String password) {
        return HASHED.matcher(password.strip()).matches();
    }

    /** @return what makes a password from the settings unusable, with the cure; empty if nothing */
    static Optional<String> problemOf(@Nullable String password) {
        if (password == null || password.isBlank()) {
            return Optional.of("missing: set it, plain or as {bcrypt} hash");
        }
        if (isHashed(password)) {
            return Optional.empty();
        }
        if (password.startsWith("{")) {
            return Optional.of(
                    "looks like a hash and is no bcrypt hash: use {bcrypt}$2a$... or another plain password");
        }
        return password.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES
                ? Optional.of("longer than the 72 bytes that bcrypt looks at: shorten it")
                : Optional.empty();
    }

    /** @return a hash given in the settings as it is, anything else hashed */
    static String encoded(String password, PasswordEncoder encoder) {
        return isHashed(password) ? password.strip() : encoder.encode(password);
    }
}
