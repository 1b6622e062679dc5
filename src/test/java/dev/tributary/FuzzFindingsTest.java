package dev.tributary;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.flow.wire.mllp.FrameReaderFuzz;
import dev.tributary.hl7.Hl7ReaderFuzz;
import dev.tributary.mapping.ConversionFuzz;
import dev.tributary.mapping.MappingLoaderFuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything that fuzzing ever found stays found: src/test/resources/fuzz, a folder for each target. */
class FuzzFindingsTest {

    private static final Path FOLDER = Path.of("src/test/resources/fuzz");

    /** What the fuzzer calls. */
    private interface Target {
        void test(byte[] data) throws IOException;
    }

    private static final Map<String, Target> TARGETS = Map.of(
            "FrameReaderFuzz", FrameReaderFuzz::fuzzerTestOneInput,
            "Hl7ReaderFuzz", Hl7ReaderFuzz::fuzzerTestOneInput,
            "MappingLoaderFuzz", MappingLoaderFuzz::fuzzerTestOneInput,
            "ConversionFuzz", ConversionFuzz::fuzzerTestOneInput);

    static List<Path> findings() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            return files.filter(file ->
                            Files.isRegularFile(file) && !file.getParent().equals(FOLDER))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("findings")
    void isFoundNoMore(Path finding) throws IOException {
        String target = finding.getParent().getFileName().toString();
        assertThat(TARGETS).containsKey(target);
        TARGETS.get(target).test(Files.readAllBytes(finding));
    }
}
