package dev.tributary.flow.management.access;

import dev.tributary.base.PrivateFile;
import dev.tributary.base.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * The administrator's password: the one set, else the one generated at the first start.
 *
 * @param encoded as Spring Security keeps it, with the name of the hash in braces
 * @param firstShown the plain password if this very start generated it, for the start screen; empty ever after
 * @param file where a generated or changed one is kept; empty if the settings say it
 * @param toBeChanged whether it is still the generated one: whoever signs in by it at a page must choose another
 */
public record AdminPassword(String encoded, Optional<String> firstShown, Optional<Path> file, boolean toBeChanged) {

    /** Below the hash in the file: a person chose it. */
    private static final String CHOSEN = "chosen";

    private static final String LETTERS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private static final int LENGTH = 20;

    /**
     * @param set what environment or settings say; null or blank if nothing
     * @param file where the hash of a generated password is kept; only its owner may read it
     * @param encoder a slow hash
     */
    static AdminPassword resolve(@Nullable String set, Path file, PasswordEncoder encoder) {
        if (set != null && !set.isBlank()) {
            refuseUnusable(set);
            return new AdminPassword(Passwords.encoded(set, encoder), Optional.empty(), Optional.empty(), false);
        }
        try {
            if (Files.exists(file)) {
                List<String> lines = Files.readString(file, StandardCharsets.UTF_8)
                        .strip()
                        .lines()
                        .toList();
                return new AdminPassword(
                        lines.get(0).strip(), Optional.empty(), Optional.of(file), !lines.contains(CHOSEN));
            }
            String generated = generate(new SecureRandom());
            String encoded = encoder.encode(generated);
            PrivateFile.write(file, encoded + "\n");
            return new AdminPassword(encoded, Optional.of(generated), Optional.of(file), true);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the generated admin password cannot be kept in " + file
                            + ": make the folder writable, or set TRIBUTARY_ADMIN_PASSWORD",
                    e);
        }
    }

    /**
     * Keeps what a person chose.
     *
     * @param file of the generated one
     * @param encoded the hash of the new one
     * @throws IOException if it cannot be kept; the old one is then as it was
     */
    static void keepChosen(Path file, String encoded) throws IOException {
        PrivateFile.write(file, encoded + "\n" + CHOSEN + "\n");
    }

    private static void refuseUnusable(String set) {
        Problems problems = new Problems();
        Passwords.problemOf(set)
                .ifPresent(what -> problems.add("settings", 0, "tributary.admin-password: " + what, ""));
        problems.throwIfAny();
    }

    /** 20 letters and digits without look-alikes: 115 bits, in groups of five for the eye. */
    private static String generate(SecureRandom random) {
        StringBuilder password = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            password.append(i > 0 && i % 5 == 0 ? "-" : "").append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return password.toString();
    }

    /** Never shows a password. */
    @Override
    public String toString() {
        return "AdminPassword[generatedNow=" + firstShown.isPresent() + "]";
    }
}
