package dev.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code prove} as a user runs it, short; the profile {@code nightly} runs it long ({@code -Dprove=...}). */
class ProveIT {

    private static final String USUAL =
            "--messages 300 --kills 1 --faults connections-lost,subscriber-lying --others 1 --seed 7";

    @TempDir
    Path folder;

    @Test
    void fourLedgersAgreeAfterFaults() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                Path.of("target", "tributary.jar").toAbsolutePath().toString(),
                "prove",
                "--out",
                "proof"));
        String asked = System.getProperty("prove", USUAL);
        command.addAll(List.of(asked.split(" ")));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(printed).isZero();

        assertThat(printed).contains("lost 0, doubled 0, out of order 0, wrong 0, unbalanced 0");
        if (asked.equals(USUAL)) {
            assertThat(printed)
                    .containsPattern("kills in all +1\n")
                    .containsPattern("connections-lost +1\n")
                    .containsPattern("subscriber-lying +1\n");
        }
        assertThat(folder.resolve("proof/report.md")).content().contains("# Proved: lost 0", "## The plan");
        assertThat(folder.resolve("proof/discrepancies.csv")).doesNotExist();
        try (var lines = Files.lines(folder.resolve("proof/sender.csv"))) {
            assertThat(lines.filter(line -> line.endsWith(",true"))).hasSizeGreaterThanOrEqualTo(300);
        }
        assertThat(folder.resolve("proof/engine/data/postgres")).doesNotExist();
    }
}
