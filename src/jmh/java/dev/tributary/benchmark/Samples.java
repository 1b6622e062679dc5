package dev.tributary.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The messages that are measured: invented ones, or those of a folder that {@code -Dmessages} names. */
final class Samples {

    private Samples() {}

    /** @return the bytes of {@code <name>.hl7} */
    static byte[] read(String name) {
        String file = name + ".hl7";
        String folder = System.getProperty("messages");
        try {
            if (folder != null) {
                return Files.readAllBytes(Path.of(folder, file));
            }
            try (InputStream in = Samples.class.getResourceAsStream("/messages/" + file)) {
                if (in == null) {
                    throw new IllegalStateException("there is no message " + file);
                }
                return in.readAllBytes();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
