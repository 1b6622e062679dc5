package dev.tributary.cli.coverage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.cli.TestTerminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CoverageCommandTest {

    @Test
    void countsTheGuidesRowsByTableAndInTotal() {
        TestTerminal terminal = new TestTerminal();

        assertThat(terminal.run("coverage")).as(terminal.err()).isZero();

        assertThat(terminal.out())
                .contains("PID[Patient]")
                .contains("all messages")
                .contains("1744");
    }

    @Test
    void tellsProgramsTheSame() throws IOException {
        TestTerminal json = new TestTerminal();
        TestTerminal csv = new TestTerminal();

        assertThat(json.run("coverage", "--format", "json")).isZero();
        assertThat(csv.run("coverage", "--format", "csv")).isZero();

        JsonNode report = new ObjectMapper().readTree(json.out());
        int segments = report.at("/totals/segments/rows").asInt();
        int datatypes = report.at("/totals/datatypes/rows").asInt();
        assertThat(segments + datatypes).isEqualTo(1744);
        assertThat(report.get("rows")).hasSize((int) csv.out().lines().count() - 1);
    }

    @Test
    void aFolderThatIsNoGuideIsToldApart(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("segments"));
        TestTerminal terminal = new TestTerminal();

        assertThat(terminal.run("coverage", "--guide", folder.toString())).isEqualTo(1);

        assertThat(terminal.err()).contains("needs messages, segments and datatypes");
    }
}
