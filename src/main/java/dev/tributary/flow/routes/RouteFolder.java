package dev.tributary.flow.routes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/** Finds route files: those of the working directory's {@code routes/}, or, where it has none, those in the jar. */
public final class RouteFolder {

    private static final String SUFFIX = ".camel.yaml";

    private RouteFolder() {}

    /**
     * @param workingDirectory where {@code routes/} may be
     * @return every {@code *.camel.yaml} directly in it, by name; subfolders hold examples and are not run
     */
    public static List<RouteFile> read(Path workingDirectory) {
        Path folder = workingDirectory.resolve("routes");
        try {
            return Files.isDirectory(folder) ? ofFolder(folder, "routes/") : shipped("routes/");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + folder, e);
        }
    }

    /** @return the example routes in the jar, which load and are not run */
    public static List<RouteFile> examples() {
        try {
            return shipped("routes/examples/");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<RouteFile> ofFolder(Path folder, String prefix) throws IOException {
        List<RouteFile> files = new ArrayList<>();
        try (Stream<Path> entries = Files.list(folder)) {
            List<Path> sorted = entries.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
            for (Path file : sorted) {
                files.add(new RouteFile(prefix + file.getFileName(), Files.readString(file)));
            }
        }
        return files;
    }

    private static List<RouteFile> shipped(String prefix) throws IOException {
        Resource[] found = new PathMatchingResourcePatternResolver().getResources("classpath:" + prefix + "*" + SUFFIX);
        List<RouteFile> files = new ArrayList<>();
        for (Resource resource : found) {
            files.add(new RouteFile(
                    prefix + resource.getFilename(), resource.getContentAsString(StandardCharsets.UTF_8)));
        }
        files.sort(Comparator.comparing(RouteFile::name));
        return files;
    }
}
