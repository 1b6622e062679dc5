package dev.tributary.flow.wire.mllp;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.flow.routes.RouteFile;
import dev.tributary.flow.routes.RouteFiles;
import dev.tributary.flow.routes.RouteFolder;
import dev.tributary.kit.Messages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The shipped example with camel-hl7, run. */
class ExampleRouteTest {

    @Test
    void resultsAreArchivedAndEverythingReachesTheJournalAsItCame(@TempDir Path folder) throws Exception {
        try (Edge edge = Edge.start(Map.of())) {
            new RouteFiles(List.of(example(folder))).loadInto(edge.camel);
            String admission = Messages.adtA01().withControlId("X1").text();
            String result = Messages.oruR01().withControlId("X2").text();
            Files.createDirectories(folder.resolve("archive-in"));
            Files.writeString(folder.resolve("archive-in/admission.hl7"), admission);
            Files.writeString(folder.resolve("archive-in/result.hl7"), result);
            await().until(() -> edge.journal.messages().size() == 2);
            assertThat(edge.journal.messages()).containsExactlyInAnyOrder(admission, result);
            await().until(() -> Files.exists(folder.resolve("archive/results/result.hl7")));
            assertThat(Files.readString(folder.resolve("archive/results/result.hl7"), UTF_8))
                    .isEqualTo(result);
            assertThat(folder.resolve("archive/results/admission.hl7")).doesNotExist();
        }
    }

    private static RouteFile example(Path folder) throws IOException {
        RouteFile shipped = RouteFolder.examples().stream()
                .filter(file -> file.name().endsWith("results-to-archive.camel.yaml"))
                .findFirst()
                .orElseThrow();
        return new RouteFile(
                shipped.name(),
                shipped.text()
                        .replace("file:archive-in", "file:" + folder.resolve("archive-in"))
                        .replace("file:archive/results", "file:" + folder.resolve("archive/results")));
    }
}
