package dev.tributary.alert.loop;

import dev.tributary.base.PrivateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;

/** The secret behind {@link AlertLinks}: configured, or made at the first start and kept for its owner only. */
public final class LinkKey {

    private LinkKey() {}

    /**
     * @param configured by settings; empty for none
     * @param file where a generated one is kept
     */
    public static byte[] resolve(String configured, Path file) {
        if (!configured.isEmpty()) {
            return configured.getBytes(StandardCharsets.UTF_8);
        }
        try {
            if (!Files.exists(file)) {
                byte[] fresh = new byte[32];
                new SecureRandom().nextBytes(fresh);
                PrivateFile.write(file, Base64.getEncoder().encodeToString(fresh));
            }
            return Base64.getDecoder().decode(Files.readString(file).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
