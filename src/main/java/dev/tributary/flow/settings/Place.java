package dev.tributary.flow.settings;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.PropertySourceOrigin;
import org.springframework.boot.origin.SystemEnvironmentOrigin;
import org.springframework.boot.origin.TextResourceOrigin;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.Resource;

/**
 * Where a setting was written.
 *
 * @param file as the user would name it: a file, or the environment variable, or {@code settings} where nobody knows
 * @param line from 1; 0 if there is none
 */
record Place(String file, int line) {

    private static final Place NOWHERE = new Place("settings", 0);

    static Place of(@Nullable Origin origin) {
        if (origin instanceof TextResourceOrigin text && text.getResource() != null) {
            int line = text.getLocation() == null ? 0 : text.getLocation().getLine() + 1;
            return new Place(name(text.getResource()), line);
        }
        if (origin instanceof SystemEnvironmentOrigin variable) {
            return new Place("environment variable " + variable.getProperty(), 0);
        }
        if (origin instanceof PropertySourceOrigin source) {
            return source.getPropertySource() instanceof SystemEnvironmentPropertySource
                    ? new Place("environment variable " + source.getPropertyName(), 0)
                    : source.getOrigin() == null ? NOWHERE : of(source.getOrigin());
        }
        Origin parent = origin == null ? null : origin.getParent();
        return parent == null ? NOWHERE : of(parent);
    }

    private static String name(Resource resource) {
        try {
            Path file = resource.getFile().toPath().toAbsolutePath();
            Path here = Path.of("").toAbsolutePath();
            return file.startsWith(here) ? here.relativize(file).toString() : file.toString();
        } catch (IOException notAFile) {
            String name = resource.getFilename();
            return name == null ? resource.getDescription() : name + " in the jar";
        }
    }
}
