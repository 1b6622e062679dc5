package dev.tributary.cli.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.cli.ExitCode;
import dev.tributary.cli.TestTerminal;
import dev.tributary.hl7.AckCode;
import dev.tributary.hl7.FieldPath;
import dev.tributary.hl7.Hl7Reader;
import dev.tributary.kit.Messages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SendLoadTest {

    private final TestTerminal terminal = new TestTerminal();

    private final Path folder;

    SendLoadTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void sendsTheBuiltInMessagesOverManyConnections() throws IOException {
        try (TestReceiver receiver = TestReceiver.accepting()) {
            int exit = terminal.run(
                    "send",
                    "--load",
                    "--port",
                    receiver.port(),
                    "--connections",
                    "4",
                    "--count",
                    "90",
                    "--patients",
                    "10");

            assertThat(exit).isEqualTo(ExitCode.GOOD);
            assertThat(terminal.out())
                    .contains("90 sent in ", " msg/s", "90 accepted, 0 refused", "p50 ", "p99 ", "max ");
            List<byte[]> received = receiver.received();
            assertThat(received)
                    .hasSize(90)
                    .extracting(bytes -> TestReceiver.header(bytes).controlId())
                    .doesNotHaveDuplicates();
            assertThat(received)
                    .extracting(bytes -> TestReceiver.header(bytes).type())
                    .containsOnly("ADT^A01", "ADT^A08", "ORU^R01");
            assertThat(received)
                    .extracting(bytes -> value(bytes, "PID-3.1"))
                    .hasSize(90)
                    .containsOnly(
                            "LD1000000",
                            "LD1000001",
                            "LD1000002",
                            "LD1000003",
                            "LD1000004",
                            "LD1000005",
                            "LD1000006",
                            "LD1000007",
                            "LD1000008",
                            "LD1000009");
            assertThat(received).allSatisfy(bytes -> {
                assertThat(new String(bytes, StandardCharsets.UTF_8)).doesNotContain("${", "\n");
                assertThat(Hl7Reader.read(bytes, StandardCharsets.UTF_8).issues())
                        .isEmpty();
            });
        }
    }

    @Test
    void fillsTheTemplatesOfTheUser() throws IOException {
        String template = Files.writeString(
                        folder.resolve("t.hl7"),
                        Messages.adtA01()
                                .withPid3("${mrn}^^^H^MR")
                                .withPid5("Zoë^${seq}")
                                .with("EVN-2", "${now}")
                                .text())
                .toString();
        try (TestReceiver receiver = TestReceiver.accepting()) {
            assertThat(terminal.run("send", "--load", "--port", receiver.port(), "--count", "3", template))
                    .isEqualTo(ExitCode.GOOD);

            assertThat(receiver.received())
                    .extracting(bytes -> value(bytes, "PID-5.2"))
                    .containsExactly("1", "2", "3");
            assertThat(receiver.received())
                    .extracting(bytes -> value(bytes, "PID-5.1"))
                    .containsOnly("Zoë");
            assertThat(receiver.received())
                    .extracting(bytes -> value(bytes, "EVN-2"))
                    .containsOnly("20260302080000.000+0000");
            assertThat(receiver.received())
                    .as("a template's fixed MSH-10 would make retransmits")
                    .extracting(bytes -> TestReceiver.header(bytes).controlId())
                    .doesNotHaveDuplicates()
                    .doesNotContain("TB0001");
        }
    }

    @Test
    void anUnknownVariableIsSaidBeforeAnythingIsSent() throws IOException {
        String template = Files.writeString(
                        folder.resolve("t.hl7"),
                        Messages.adtA01().withPid3("${mnr}").text())
                .toString();
        try (TestReceiver receiver = TestReceiver.accepting()) {
            assertThat(terminal.run("send", "--load", "--port", receiver.port(), template))
                    .isEqualTo(ExitCode.WRONG_INPUT);

            assertThat(terminal.err()).contains("no variable ${mnr}: did you mean mrn");
            assertThat(receiver.received()).isEmpty();
        }
    }

    @Test
    void writesALineForEachMessage() throws IOException {
        Path csv = folder.resolve("run.csv");
        AtomicInteger number = new AtomicInteger();
        try (TestReceiver receiver = TestReceiver.answering(message ->
                List.of(TestReceiver.ack(message, number.incrementAndGet() == 2 ? AckCode.AE : AckCode.AA)))) {
            assertThat(terminal.run(
                            "send", "--load", "--port", receiver.port(), "--count", "4", "--csv", csv.toString()))
                    .isEqualTo(ExitCode.WRONG_INPUT);
        }
        List<String> lines = Files.readAllLines(csv);
        assertThat(lines).hasSize(5).first().isEqualTo("seq,control_id,intended_ms,latency_ms,answer");
        assertThat(lines.subList(1, 5)).allMatch(line -> line.matches("[1-4],[A-Z0-9]+-[1-4],[0-9.]+,[0-9.]+,A[AE]"));
        assertThat(lines.get(2)).startsWith("2,").endsWith(",AE");
        assertThat(terminal.out()).contains("3 accepted, 1 refused");
    }

    @Test
    void goesOnAfterABrokenConnection() throws IOException {
        AtomicInteger number = new AtomicInteger();
        try (TestReceiver receiver = TestReceiver.answering(message -> List.of(
                number.incrementAndGet() == 2 ? TestReceiver.HANG_UP : TestReceiver.ack(message, AckCode.AA)))) {
            assertThat(terminal.run("send", "--load", "--port", receiver.port(), "--count", "5"))
                    .isEqualTo(ExitCode.WRONG_INPUT);
        }
        assertThat(terminal.out()).contains("5 sent", "4 accepted, 0 refused, 1 without answer");
    }

    @Test
    void aTimetableKeepsItsHoursWhateverTheReceiverDoes() {
        Timetable timetable = new Timetable(1_000, 4, Optional.empty());
        long first = due(timetable).intended();

        assertThat(due(timetable).intended() - first).isEqualTo(1_000_000);
        assertThat(due(timetable).intended() - first).isEqualTo(2_000_000);
        assertThat(due(timetable).seq()).isEqualTo(4);
        assertThat(timetable.next()).isNull();
        assertThat(new Timetable(10, Long.MAX_VALUE, Optional.of(Duration.ZERO)).next())
                .isNull();
    }

    @Test
    void percentilesAreExact() {
        Latencies latencies = new Latencies();
        assertThat(latencies.percentile(0.5)).isZero();
        for (int i = 2_000; i >= 1; i--) {
            latencies.add(i * 1_000_000L);
        }

        assertThat(latencies.percentile(0.5)).isEqualTo(1_000_000_000L);
        assertThat(latencies.percentile(0.99)).isEqualTo(1_980_000_000L);
        assertThat(latencies.percentile(1)).isEqualTo(2_000_000_000L);
        assertThat(latencies.text()).isEqualTo("p50 1000.00   p90 1800.00   p99 1980.00   max 2000.00");
    }

    private static Timetable.Entry due(Timetable timetable) {
        return Objects.requireNonNull(timetable.next());
    }

    private static String value(byte[] bytes, String path) {
        return Hl7Reader.read(bytes, StandardCharsets.UTF_8)
                .value(FieldPath.parse(path))
                .text();
    }
}
