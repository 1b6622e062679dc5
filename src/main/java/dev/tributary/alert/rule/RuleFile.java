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
 * One file with one rule.
 *
 * @param name as the user would name it: {@code mappings/alerts/admission.yaml}
 * @param text its content
 */
public record RuleFile(String name, String text) {

    private static final String FOLDER = "alerts";

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
            for (Path path : paths.filter(path -> path.toString().endsWith(".yaml"))
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
        Resource[] resources =
                new PathMatchingResourcePatternResolver().getResources("classpath*:mappings/" + FOLDER + "/*.yaml");
        List<RuleFile> files = new ArrayList<>();
        for (Resource resource : Arrays.stream(resources)
                .sorted(Comparator.comparing(resource -> String.valueOf(resource.getFilename())))
                .toList()) {
            files.add(new RuleFile(
                    "mappings/" + FOLDER + "/" + resource.getFilename(),
                    resource.getContentAsString(StandardCharsets.UTF_8)));
        }
        return files;
    }
}
