package dev.tributary.cli.send;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.cli.ExitCode;
import dev.tributary.cli.TestTerminal;
import dev.tributary.hl7.AckCode;
import dev.tributary.hl7.Acknowledgment;
import dev.tributary.hl7.Batch;
import dev.tributary.kit.Messages;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SendCommandTest {

    private final TestTerminal terminal = new TestTerminal();

    private final Path folder;

    SendCommandTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void sendsAFileAndShowsTheAnswer() throws IOException {
        try (TestReceiver receiver = TestReceiver.accepting()) {
            String file = file("a.hl7", Messages.adtA01().withLineEnd("\n").text());

            assertThat(send(receiver, file)).isEqualTo(ExitCode.GOOD);

            assertThat(receiver.received())
                    .singleElement()
                    .isEqualTo(Messages.adtA01().bytes());
            assertThat(terminal.out()).containsPattern("TB0001 +AA +[0-9]+ ms +ADT\\^A01\n");
            assertThat(terminal.out()).contains("1 sent to 127.0.0.1:" + receiver.port() + ": 1 accepted, 0 refused");
            assertThat(terminal.err()).isEmpty();
        }
    }

    @Test
    void findsMessagesOneAfterTheOtherInBatchesAndInFrames() throws IOException {
        try (TestReceiver receiver = TestReceiver.accepting()) {
            String many = file(
                    "many.hl7",
                    Messages.adtA01().text() + "\r\n" + Messages.adtA02().text());
            String batch = file("batch.hl7", "BHS|^~\\&|A\r" + Messages.adtA03().text() + "BTS|1\r");
            Path framed = folder.resolve("framed.mllp");
            Files.write(framed, Messages.adtA04().framed());
            Files.write(framed, Messages.adtA08().framed(), StandardOpenOption.APPEND);

            assertThat(send(receiver, many, batch, framed.toString())).isEqualTo(ExitCode.GOOD);

            assertThat(receiver.received())
                    .extracting(bytes -> TestReceiver.header(bytes).controlId())
                    .containsExactly("TB0001", "TB0002", "TB0003", "TB0004", "TB0008");
        }
    }

    @Test
    void aRefusalIsShownWithItsReason() throws IOException {
        Fault fault = new Fault(FaultCode.REQUIRED_FIELD_MISSING, "PID-3 is empty: send an identifier", "PID-3");
        try (TestReceiver receiver = TestReceiver.answering(message -> List.of(Acknowledgment.answer(
                TestReceiver.header(message), AckCode.AE, Optional.of(fault), TestReceiver.stamp())))) {

            assertThat(send(receiver, file("a.hl7", Messages.adtA01().text()))).isEqualTo(ExitCode.WRONG_INPUT);

            assertThat(terminal.out())
                    .containsPattern("TB0001 +AE +[0-9]+ ms +ADT\\^A01 +PID-3 is empty: send an identifier\n")
                    .contains("0 accepted, 1 refused");
        }
    }

    @Test
    void theAnswerToAnotherMessageIsNotTakenForThisOnes() throws IOException {
        byte[] other = TestReceiver.ack(Messages.adtA40().bytes(), AckCode.AA);
        try (TestReceiver receiver =
                TestReceiver.answering(message -> List.of(other, TestReceiver.ack(message, AckCode.AR)))) {

            assertThat(send(receiver, file("a.hl7", Messages.adtA01().text()))).isEqualTo(ExitCode.WRONG_INPUT);

            assertThat(terminal.out()).containsPattern("TB0001 +AR ").doesNotContain("TB0040");
        }
    }

    @Test
    void silenceIsNoAnswerAndTheNextMessageIsSentAllTheSame() throws IOException {
        try (TestReceiver receiver = TestReceiver.answering(
                message -> TestReceiver.header(message).controlId().equals("TB0001")
                        ? List.of()
                        : List.of(TestReceiver.ack(message, AckCode.AA)))) {
            String many = file(
                    "many.hl7", Messages.adtA01().text() + Messages.adtA02().text());

            assertThat(send(receiver, "--timeout", "300ms", many)).isEqualTo(ExitCode.WRONG_INPUT);

            assertThat(terminal.out())
                    .containsPattern("TB0001 +none .*no answer within 300 ms")
                    .containsPattern("TB0002 +AA ")
                    .contains("1 accepted, 0 refused, 1 without answer");
        }
    }

    @Test
    void aClosedConnectionIsNoAnswer() throws IOException {
        try (TestReceiver receiver = TestReceiver.answering(message -> List.of(TestReceiver.HANG_UP))) {
            assertThat(send(receiver, file("a.hl7", Messages.adtA01().text()))).isEqualTo(ExitCode.WRONG_INPUT);

            assertThat(terminal.out()).containsPattern("TB0001 +none .*without an? answer|TB0001 +none .*broke");
        }
    }

    @Test
    void enhancedModeIsFollowed() throws IOException {
        try (TestReceiver receiver = TestReceiver.answering(
                message -> List.of(TestReceiver.ack(message, AckCode.CA), TestReceiver.ack(message, AckCode.AA)))) {
            String both = file(
                    "both.hl7",
                    Messages.adtA01().withAcknowledgments("AL", "AL").text());

            assertThat(send(receiver, both)).isEqualTo(ExitCode.GOOD);

            assertThat(terminal.out())
                    .containsPattern("TB0001 +CA ")
                    .containsPattern("TB0001 +AA ")
                    .contains("1 accepted");
        }
        TestTerminal second = new TestTerminal();
        try (TestReceiver silent = TestReceiver.answering(message -> List.of())) {
            String none = file(
                    "none.hl7",
                    Messages.adtA01().withAcknowledgments("NE", "NE").text());

            assertThat(second.run("send", "--port", silent.port(), none)).isEqualTo(ExitCode.GOOD);
            assertThat(second.out()).contains("asks for no answer", "1 asked for none");
        }
    }

    @Test
    void aFileAsItIsGoesOutWholeAndABatchAnswerIsShownByMessage() throws IOException {
        String text = "BHS|^~\\&|A|B|C|D|||||B7\n" + Messages.adtA01().text()
                + Messages.adtA08().text() + "BTS|2\n";
        try (TestReceiver receiver = TestReceiver.answering(bytes -> {
            Batch batch = Batch.split(bytes);
            List<byte[]> acks = batch.messages().stream()
                    .map(message -> TestReceiver.ack(batch.bytes(message), AckCode.AA))
                    .toList();
            return List.of(batch.answer(acks, TestReceiver.stamp()));
        })) {
            assertThat(send(receiver, "--as-is", file("batch.hl7", text))).isEqualTo(ExitCode.GOOD);

            assertThat(receiver.received()).singleElement().isEqualTo(text.getBytes(StandardCharsets.UTF_8));
            assertThat(terminal.out())
                    .containsPattern("TB0001 +AA ")
                    .containsPattern("TB0008 +AA ")
                    .contains("2 accepted");
        }
    }

    @Test
    void everyWrongFileIsNamedBeforeAnythingIsSent() throws IOException {
        try (TestReceiver receiver = TestReceiver.accepting()) {
            String good = file("good.hl7", Messages.adtA01().text());
            String text = file("notes.txt", "hello");
            String empty = file("empty.hl7", "");
            String missing = folder.resolve("missing.hl7").toString();

            assertThat(send(receiver, good, text, empty, missing)).isEqualTo(ExitCode.WRONG_INPUT);

            assertThat(terminal.err())
                    .contains(text + ": bytes 0 to 5 are no HL7 v2 message: no MSH")
                    .contains(missing + ": there is no such file");
            assertThat(receiver.received()).isEmpty();
        }
    }

    @Test
    void aReceiverThatIsNotThereIsSaid() throws IOException {
        String port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = Integer.toString(free.getLocalPort());
        }

        assertThat(terminal.run(
                        "send", "--port", port, file("a.hl7", Messages.adtA01().text())))
                .isEqualTo(ExitCode.WRONG_INPUT);

        assertThat(terminal.err()).contains("no connection to 127.0.0.1:" + port);
    }

    @Test
    void wrongUsageIsSaid() throws IOException {
        assertThat(terminal.run("send")).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(terminal.run("send", "--port", "99999", "x")).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(terminal.run("send", "--timeout", "soon", "x")).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(terminal.run("send", "--rate", "5", "x")).isEqualTo(ExitCode.WRONG_USAGE);
        assertThat(terminal.run("send", "--load", "--connections", "0")).isEqualTo(ExitCode.WRONG_USAGE);

        assertThat(terminal.err())
                .contains("which files?")
                .contains("a port is a number from 1 to 65535")
                .contains("'soon' is no duration: write it like 500ms")
                .contains("belong to --load")
                .contains("--connections 0");
    }

    private int send(TestReceiver receiver, String... more) {
        String[] args = new String[more.length + 3];
        args[0] = "send";
        args[1] = "--port";
        args[2] = receiver.port();
        System.arraycopy(more, 0, args, 3, more.length);
        return terminal.run(args);
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }
}
