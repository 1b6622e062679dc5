package dev.tributary.alert.rule;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * One file with one rule, or the table of critical values.
 *
 * @param name as the user would name it: {@code mappings/alerts/admission.yaml}
 * @param text its content
 */
public record RuleFile(String name, String text) {

    /** The table of critical values, beside the rules. */
    static final String CRITICAL_VALUES = "critical-values.csv";

    private static final String FOLDER = "alerts";

    /** @return whether this is the table of critical values and no rule */
    boolean isTable() {
        return name.endsWith(CRITICAL_VALUES);
    }

    /**
     * @param mappings the folder {@code mappings/} of the working directory
     * @return the rules in {@code mappings/alerts/}; where that folder is absent, those in the jar
     */
    public static List<RuleFile> in(Path mappings) {
        Path folder = mappings.resolve(FOLDER);
        try {
            return Files.isDirectory(folder) ? fromFolder(folder) : shipped();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<RuleFile> fromFolder(Path folder) throws IOException {
        try (Stream<Path> paths = Files.list(folder)) {
            List<RuleFile> files = new ArrayList<>();
            for (Path path : paths.filter(path -> path.toString().endsWith(".yaml")
                            || path.getFileName().toString().equals(CRITICAL_VALUES))
                    .sorted()
                    .toList()) {
                files.add(new RuleFile(
                        path.toString().replace('\\', '/'), Files.readString(path, StandardCharsets.UTF_8)));
            }
            return files;
        }
    }

    /** @return the rules that come with the engine */
    public static List<RuleFile> shipped() throws IOException {
        PathMatchingResourcePatternResolver resolver = new PathMatchingResourcePatternResolver();
        List<RuleFile> files = new ArrayList<>();
        for (Resource resource : Stream.of("*.yaml", CRITICAL_VALUES)
                .flatMap(pattern -> resources(resolver, pattern))
                .sorted(Comparator.comparing(resource -> String.valueOf(resource.getFilename())))
                .toList()) {
            files.add(new RuleFile(
                    "mappings/" + FOLDER + "/" + resource.getFilename(),
                    resource.getContentAsString(StandardCharsets.UTF_8)));
        }
        return files;
    }

    private static Stream<Resource> resources(PathMatchingResourcePatternResolver resolver, String pattern) {
        try {
            return Arrays.stream(resolver.getResources("classpath*:mappings/" + FOLDER + "/" + pattern));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
