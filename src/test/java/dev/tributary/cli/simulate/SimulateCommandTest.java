package dev.tributary.cli.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.cli.ExitCode;
import dev.tributary.cli.TestTerminal;
import dev.tributary.cli.send.TestReceiver;
import dev.tributary.hl7.AckCode;
import dev.tributary.hl7.HeaderPeek;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SimulateCommandTest {

    private final TestTerminal terminal = new TestTerminal();

    @TempDir
    Path folder = Path.of("");

    @Test
    void theSameSeedWritesTheSameBytesAndTheTruthBesideThem() throws IOException {
        String one = folder.resolve("one").toString();
        String two = folder.resolve("two").toString();
        String three = folder.resolve("three").toString();
        String[] quirks = {"--charset-lies", "10", "--retransmits", "10", "--reorders", "50", "--batches", "10"};

        assertThat(terminal.run(with(quirks, "simulate", "--out", one, "--patients", "40", "--seed", "7")))
                .isEqualTo(ExitCode.GOOD);
        assertThat(terminal.run(with(quirks, "simulate", "--out", two, "--patients", "40", "--seed", "7")))
                .isEqualTo(ExitCode.GOOD);
        assertThat(terminal.run(with(quirks, "simulate", "--out", three, "--patients", "40", "--seed", "8")))
                .isEqualTo(ExitCode.GOOD);

        assertThat(content(two)).isEqualTo(content(one));
        assertThat(content(three)).isNotEqualTo(content(one));
        assertThat(terminal.out()).contains(" messages of 40 patients", "ORU^R01");
        JsonNode truth = new ObjectMapper()
                .readTree(folder.resolve("one").resolve("truth.json").toFile());
        assertThat(truth).hasSize(40);
        assertThat(truth.at("/0/patients/0/mrn").asText()).startsWith("P7");
    }

    @Test
    void aFolderThatHoldsSomethingIsRefused() throws IOException {
        Files.writeString(folder.resolve("old.hl7"), "MSH|");

        assertThat(terminal.run("simulate", "--out", folder.toString())).isEqualTo(ExitCode.WRONG_INPUT);

        assertThat(terminal.err()).contains("is not empty: name a new folder");
    }

    @Test
    void sendsOverManyConnectionsAndKeepsEachPatientsOrder() throws IOException {
        try (TestReceiver receiver = TestReceiver.accepting()) {
            assertThat(terminal.run(
                            "simulate",
                            "--port",
                            receiver.port(),
                            "--patients",
                            "30",
                            "--seed",
                            "7",
                            "--connections",
                            "3"))
                    .isEqualTo(ExitCode.GOOD);

            assertThat(terminal.out()).contains("0 refused, 0 without answer");
            Map<String, String> last = new HashMap<>();
            for (byte[] message : receiver.received()) {
                String id = HeaderPeek.of(message).orElseThrow().controlId();
                String patient = id.substring(0, id.lastIndexOf('-'));
                String time = new String(message, StandardCharsets.ISO_8859_1).split("\\|", 8)[6];
                assertThat(time).isGreaterThanOrEqualTo(last.getOrDefault(patient, ""));
                last.put(patient, time);
            }
            assertThat(last).hasSize(30);
        }
    }

    @Test
    void aRefusalIsToldByTheExitCode() throws IOException {
        try (TestReceiver receiver =
                TestReceiver.answering(message -> List.of(TestReceiver.ack(message, AckCode.AE)))) {
            assertThat(terminal.run("simulate", "--port", receiver.port(), "--patients", "2"))
                    .isEqualTo(ExitCode.WRONG_INPUT);
        }
        assertThat(terminal.out()).contains("0 accepted");
    }

    @Test
    void wrongUsageIsToldWithItsCure() {
        assertThat(terminal.run("simulate")).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(terminal.run("simulate", "--out", "x", "--port", "1")).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(terminal.run("simulate", "--out", "x", "--mix", "emergncy=1"))
                .isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(terminal.run("simulate", "--out", "x", "--retransmits", "101"))
                .isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(terminal.run("simulate", "--port", "1", "--rate", "5", "--speed", "5"))
                .isEqualTo(ExitCode.WRONG_USAGE);

        assertThat(terminal.err())
                .contains("--out DIR writes files, --port PORT sends")
                .contains("no part 'emergncy': did you mean emergency")
                .contains("percentages from 0 to 100")
                .contains("give one");
    }

    @Test
    void theHelpFitsATerminal() {
        assertThat(terminal.run("simulate", "--help")).isEqualTo(ExitCode.GOOD);
        assertThat(terminal.out()).contains("--reorders", "truth.json", "Examples:");
        assertThat(terminal.out().lines()).allMatch(line -> line.length() <= 120);
    }

    private static String[] with(String[] more, String... first) {
        return Stream.concat(Stream.of(first), Stream.of(more)).toArray(String[]::new);
    }

    private static Map<String, String> content(String folder) throws IOException {
        Map<String, String> content = new HashMap<>();
        try (Stream<Path> files = Files.list(Path.of(folder))) {
            files.forEach(file -> {
                try {
                    content.put(file.getFileName().toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        return content;
    }
}
