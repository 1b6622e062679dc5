package dev.tributary.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;

/** The version that the build wrote into the jar. */
final class ProductVersion {

    private ProductVersion() {}

    static String text() {
        Properties build = new Properties();
        try (InputStream in = ProductVersion.class.getResourceAsStream("/META-INF/build-info.properties")) {
            if (in != null) {
                build.load(in);
            }
        } catch (IOException unreadable) {
            return "of unknown version";
        }
        return build.getProperty("build.version", "built without a version") + " (Java "
                + Runtime.version().feature() + ")";
    }
}
