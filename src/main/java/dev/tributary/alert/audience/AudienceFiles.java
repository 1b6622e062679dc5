package dev.tributary.alert.audience;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads {@code panels.csv} and {@code attributions.csv} of a folder, where they are. */
public final class AudienceFiles {

    private AudienceFiles() {}

    /**
     * @param folder {@code config/} of the working directory
     * @param into takes what they say, in place of what they said before
     * @throws dev.tributary.base.ProblemsException with every wrong line
     */
    public static void read(Path folder, AudienceLists into) {
        try {
            Path panels = folder.resolve("panels.csv");
            if (Files.isRegularFile(panels)) {
                var unused = into.replacePanels(Files.readString(panels, StandardCharsets.UTF_8), panels.toString());
            }
            Path attributions = folder.resolve("attributions.csv");
            if (Files.isRegularFile(attributions)) {
                var unused = into.replaceAttributions(
                        Files.readString(attributions, StandardCharsets.UTF_8), attributions.toString());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
