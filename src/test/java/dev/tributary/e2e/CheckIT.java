package dev.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar's verbs in a folder of a user's, each in a JVM of its own. */
class CheckIT {

    @TempDir
    Path folder;

    private String printed = "";

    @Test
    void everyMistakeOfAllKindsIsToldAtOnce() throws IOException, InterruptedException {
        write("config/application.yaml", """
                tributary:
                  feeds:
                    lab:
                      prt: 2599
                """);
        write("routes/notify.camel.yaml", """
                - route:
                    id: notify
                    from:
                      uri: fiel:inbox
                      steps:
                        - to: log:x
                """);
        write("mappings/alerts/fall.yaml", """
                rule: fall
                resorce: Observation
                """);

        assertThat(run("check")).isEqualTo(1);

        assertThat(printed)
                .contains("application.yaml:4")
                .contains("routes/notify.camel.yaml:4")
                .contains("mappings/alerts/fall.yaml:")
                .contains("port")
                .contains("resource")
                .doesNotContain("\tat ", " INFO ");
    }

    @Test
    void convertStartsNoServerAndAnswersWithABundle() throws IOException, InterruptedException {
        Files.write(folder.resolve("adt.hl7"), Traffic.admission("C", 1));

        assertThat(run("convert", "adt.hl7")).isZero();

        assertThat(printed).startsWith("{\"resourceType\":\"Bundle\"").contains("Quillon1");
        assertThat(folder.resolve("data")).doesNotExist();
    }

    @Test
    void wrongUsageIsTwo() throws IOException, InterruptedException {
        assertThat(run("convrt")).isEqualTo(2);
        assertThat(printed).contains("convert");
    }

    private void write(String name, String content) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private int run(String... args) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                Path.of("target", "tributary.jar").toAbsolutePath().toString()));
        command.addAll(List.of(args));
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        printed = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        return process.waitFor();
    }
}
