package dev.tributary.flow.wire.mllp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.base.FaultCode;
import dev.tributary.base.MessageId;
import dev.tributary.journal.AckOutcome;
import dev.tributary.kit.MessageDraft;
import dev.tributary.kit.Messages;
import dev.tributary.kit.MllpClient;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every shape of frame and every answer, over real sockets against the shipped route. */
class MllpEdgeTest {

    private Edge edge;

    @BeforeEach
    void start() throws Exception {
        edge = Edge.start(Map.of());
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    @Test
    void answersAMessageWithTheControlIdAndSendersSwapped() {
        try (MllpClient client = edge.client()) {
            String ack = client.ask(a01("C1").text());
            assertThat(ack)
                    .startsWith("MSH|^~\\&|TRIBUTARY|HUB|ADT1|WILLOWBROOK|")
                    .contains("\rMSA|AA|C1\r");
        }
        assertThat(edge.journal.messages()).containsExactly(a01("C1").text());
    }

    @Test
    void threeFramesInOneWriteGetThreeAnswersInOrder() {
        try (MllpClient client = edge.client()) {
            client.write(together(a01("C1"), a01("C2"), a01("C3")));
            assertThat(List.of(client.read(), client.read(), client.read()))
                    .extracting(MllpEdgeTest::msa)
                    .containsExactly("MSA|AA|C1", "MSA|AA|C2", "MSA|AA|C3");
        }
    }

    @Test
    void aFrameSentByteByByteIsOneMessage() {
        try (MllpClient client = edge.client()) {
            for (byte b : a01("C1").framed()) {
                client.write(new byte[] {b});
            }
            assertThat(msa(client.read())).isEqualTo("MSA|AA|C1");
        }
        assertThat(edge.journal.messages()).containsExactly(a01("C1").text());
    }

    @Test
    void twoThousandPipelinedFramesAreAnsweredInOrderWhileCommitsEndOutOfOrder() {
        List<String> expected = new ArrayList<>();
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 0; i < 2_000; i++) {
            all.writeBytes(a01("P" + i).framed());
            expected.add("MSA|AA|P" + i);
        }
        try (MllpClient client = edge.client()) {
            Thread writer = new Thread(() -> client.write(all.toByteArray()));
            writer.start();
            List<String> answers =
                    IntStream.range(0, 2_000).mapToObj(i -> msa(client.read())).toList();
            assertThat(answers).isEqualTo(expected);
        }
        assertThat(edge.journal.messages()).hasSize(2_000);
    }

    @Test
    void noMoreThanTheLimitOfOneConnectionWaitsForTheJournal() {
        edge.journal.hold();
        try (MllpClient client = edge.client()) {
            Thread writer = new Thread(() -> {
                for (int i = 0; i < 500; i++) {
                    client.write(a01("P" + i).framed());
                }
            });
            writer.start();
            await().until(() -> edge.journal.waiting() == 64);
            // another connection is served meanwhile, and then the first one's window moves on
            try (MllpClient other = edge.client()) {
                other.write(a01("Q").framed());
                await().until(() -> edge.journal.waiting() == 65);
            }
            edge.journal.release();
            List<String> answers =
                    IntStream.range(0, 500).mapToObj(i -> msa(client.read())).toList();
            assertThat(answers)
                    .isEqualTo(IntStream.range(0, 500)
                            .mapToObj(i -> "MSA|AA|P" + i)
                            .toList());
        }
    }

    @Test
    void junkBeforeTheStartBlockIsSkippedAndCounted() {
        try (MllpClient client = edge.client()) {
            client.write("\r\nhello" + "\u0000");
            client.write(a01("C1").framed());
            assertThat(msa(client.read())).isEqualTo("MSA|AA|C1");
        }
        assertThat(edge.count("tributary.frames.junk", "feed", "default")).isEqualTo(6);
        assertThat(edge.journal.messages()).containsExactly(a01("C1").text());
    }

    @Test
    void aFrameWithoutTheFinalCrIsAnsweredAtOnce() {
        try (MllpClient client = edge.client()) {
            client.write("\u000B" + a01("C1").text() + "\u001C");
            assertThat(msa(client.read())).isEqualTo("MSA|AA|C1");
            client.write("\u000B" + a01("C2").text() + "\u001C");
            assertThat(msa(client.read())).isEqualTo("MSA|AA|C2");
        }
    }

    @Test
    void aLastSegmentWithoutItsEndAndNoFinalCrIsStillAnswered() {
        String text = a01("C1").text();
        try (MllpClient client = edge.client()) {
            client.write("\u000B" + text.substring(0, text.length() - 1) + "\u001C");
            assertThat(msa(client.read())).isEqualTo("MSA|AA|C1");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n"})
    void otherSegmentEndsAreTakenAndKeptAsTheyCame(String end) {
        try (MllpClient client = edge.client()) {
            assertThat(msa(client.ask(a01("C1").withLineEnd(end).text()))).isEqualTo("MSA|AA|C1");
        }
        assertThat(edge.journal.messages())
                .containsExactly(a01("C1").withLineEnd(end).text());
    }

    @Test
    void aMessageThatBeginsInsideAFrameIsAnsweredAndTheFirstIsRefused() {
        try (MllpClient client = edge.client()) {
            client.write("\u000BMSH|^~\\&|ADT1|WILLOWBROOK|||20260302||ADT^A01|HALF|P|2.5.1\rPI");
            client.write(a01("C2").framed());
            assertThat(msa(client.read())).startsWith("MSA|AR|HALF|");
            assertThat(msa(client.read())).isEqualTo("MSA|AA|C2");
        }
        assertThat(edge.journal.refusals()).containsExactly(FaultCode.UNREADABLE);
        assertThat(edge.journal.messages()).containsExactly(a01("C2").text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "PID|1||MRN1", "MSH"})
    void unreadableBytesGetArAndAreKept(String content) {
        try (MllpClient client = edge.client()) {
            client.write("\u000B" + content + "\u001C\r");
            assertThat(msa(client.read())).startsWith("MSA|AR||");
            // the connection lives on
            assertThat(msa(client.ask(a01("C2").text()))).isEqualTo("MSA|AA|C2");
        }
        assertThat(edge.journal.refusals()).containsExactly(FaultCode.UNREADABLE);
        assertThat(edge.journal.refusedBytes().get(0)).isEqualTo(content.getBytes(UTF_8));
    }

    @Test
    void aSenderThatEndsItsOutputStillGetsEveryAnswer() {
        edge.journal.hold();
        try (MllpClient client = edge.client()) {
            client.write(together(a01("C1"), a01("C2")));
            client.endOutput();
            await().until(() -> edge.journal.waiting() == 2);
            edge.journal.release();
            assertThat(msa(client.read())).isEqualTo("MSA|AA|C1");
            assertThat(msa(client.read())).isEqualTo("MSA|AA|C2");
            assertThat(client.isClosedByEngine()).isTrue();
        }
    }

    @Test
    void aConnectionLostInTheMiddleOfAFrameLosesNothingThatWasAcknowledged() {
        try (MllpClient client = edge.client()) {
            assertThat(msa(client.ask(a01("C1").text()))).isEqualTo("MSA|AA|C1");
            client.write("\u000BMSH|^~\\&|ADT1|WILLOW");
        }
        await().until(() -> edge.count("tributary.frames.broken", "reason", "lost") == 1);
        assertThat(edge.journal.messages()).containsExactly(a01("C1").text());
        try (MllpClient client = edge.client()) {
            assertThat(msa(client.ask(a01("C2").text()))).isEqualTo("MSA|AA|C2");
        }
    }

    @Test
    void nothingPositiveIsSaidBeforeTheCommit() {
        edge.journal.hold();
        try (MllpClient client = edge.client()) {
            client.write(a01("C1").framed());
            await().until(() -> edge.journal.waiting() == 1);
            assertThat(client.hasAnswer()).isFalse();
            edge.journal.release();
            assertThat(msa(client.read())).isEqualTo("MSA|AA|C1");
        }
        await().until(() -> edge.journal.heard().equals(Map.of(new MessageId(1), AckOutcome.ACCEPTED)));
    }

    @Test
    void aJournalThatIsDownGivesNoPositiveAnswerAndLaterAGoodOne() {
        edge.journal.down(true);
        try (MllpClient client = edge.client()) {
            assertThat(client.ask(a01("C1").text())).contains("\rMSA|AE|C1|").contains("\rERR|");
            assertThat(client.ask(a01("C2").withAcknowledgments("AL", "NE").text()))
                    .contains("\rMSA|CE|C2|");
            edge.journal.down(false);
            assertThat(msa(client.ask(a01("C1").text()))).isEqualTo("MSA|AA|C1");
        }
        assertThat(edge.count("tributary.messages.refused", "fault", "JOURNAL_UNREACHED"))
                .isEqualTo(2);
    }

    @Test
    void aRetransmitGetsTheAnswerOfTheFirst() {
        try (MllpClient client = edge.client()) {
            assertThat(msa(client.ask(a01("C1").text()))).isEqualTo("MSA|AA|C1");
            assertThat(msa(client.ask(a01("C1").text()))).isEqualTo("MSA|AA|C1");
            assertThat(msa(client.ask(a01("C1").withPid5("Other^Name").text()))).isEqualTo("MSA|AA|C1");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "AL, NE, CA",
        "AL, AL, CA",
        "SU, NE, CA",
        "NE, NE, ''",
        "ER, NE, ''",
        "ER, ER, ''",
        "'', AL, ''",
    })
    void theCommitAnswerFollowsMsh15(String accept, String application, String code) {
        try (MllpClient client = edge.client()) {
            client.write(a01("E1").withAcknowledgments(accept, application).framed());
            client.write(a01("E2").framed());
            // the answer to the second shows whether there was one to the first
            if (!code.isEmpty()) {
                assertThat(msa(client.read())).isEqualTo("MSA|" + code + "|E1");
            }
            assertThat(msa(client.read())).isEqualTo("MSA|AA|E2");
        }
        assertThat(edge.journal.messages()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"AL, NE, CE", "ER, NE, CE", "NE, ER, AE", "SU, NE, ''", "NE, NE, ''"})
    void theNegativeCommitAnswerFollowsMsh15(String accept, String application, String code) {
        edge.journal.down(true);
        try (MllpClient client = edge.client()) {
            client.write(a01("E1").withAcknowledgments(accept, application).framed());
            client.write(a01("E2").framed());
            if (!code.isEmpty()) {
                assertThat(msa(client.read())).startsWith("MSA|" + code + "|E1|");
            }
            assertThat(msa(client.read())).startsWith("MSA|AE|E2|");
        }
    }

    @ParameterizedTest
    @CsvSource({"UNICODE UTF-8, UTF-8", "8859/1, ISO-8859-1", "8859/15, ISO-8859-15", "8859/2, ISO-8859-2"})
    void everyCharacterSetIsKeptAsItCameAndAnsweredInKind(String msh18, String charset) {
        Charset encoding = Charset.forName(charset);
        byte[] sent =
                a01("Ä-1").withPid5("Käfer^Jörg").withCharset(msh18, encoding).bytes();
        try (MllpClient client = edge.client()) {
            client.write(MllpClient.frame(sent));
            byte[] answer = client.readBytes();
            assertThat(new String(answer, encoding)).contains("\rMSA|AA|Ä-1\r").contains("|" + msh18 + "\r");
        }
        assertThat(edge.journal.messages()).containsExactly(new String(sent, ISO_8859_1));
    }

    @Test
    void bytesThatAreNotOfTheirCharacterSetAreKeptAsTheyCame() {
        byte[] sent = a01("C1")
                .withPid5("K\u00e4fer")
                .withCharset("UNICODE UTF-8", ISO_8859_1)
                .bytes();
        try (MllpClient client = edge.client()) {
            client.write(MllpClient.frame(sent));
            assertThat(msa(client.read())).isEqualTo("MSA|AA|C1");
        }
        assertThat(edge.journal.messages()).containsExactly(new String(sent, ISO_8859_1));
    }

    @Test
    void anAcknowledgmentIsNeverAnswered() {
        try (MllpClient client = edge.client()) {
            client.write(MllpClient.frame("MSH|^~\\&|X|Y|||20260302||ACK^A01|9|P|2.5.1\rMSA|AA|1\r"));
            assertThat(msa(client.ask(a01("C1").text()))).isEqualTo("MSA|AA|C1");
        }
        assertThat(edge.journal.refusals()).containsExactly(FaultCode.TYPE_NOT_ACCEPTED);
    }

    @Test
    void stoppingTheRouteClosesThePortAndStartingItOpensIt() throws Exception {
        try (MllpClient client = edge.client()) {
            assertThat(msa(client.ask(a01("C1").text()))).isEqualTo("MSA|AA|C1");
            edge.camel.getRouteController().stopRoute("feed-default");
            assertThat(client.isClosedByEngine()).isTrue();
        }
        edge.camel.getRouteController().startRoute("feed-default");
        try (MllpClient client = edge.client()) {
            assertThat(msa(client.ask(a01("C2").text()))).isEqualTo("MSA|AA|C2");
        }
    }

    @Test
    void metersCountWhatCameAndWhatWasSaid() {
        try (MllpClient client = edge.client()) {
            client.ask(a01("C1").text());
            client.ask("hello");
        }
        await().until(() -> edge.count("tributary.messages.acknowledged", "code", "AR") == 1);
        assertThat(edge.count("tributary.messages.received", "feed", "default")).isEqualTo(2);
        assertThat(edge.count("tributary.messages.acknowledged", "code", "AA")).isEqualTo(1);
        assertThat(edge.count("tributary.messages.refused", "fault", "UNREADABLE"))
                .isEqualTo(1);
        assertThat(edge.registry.get("tributary.ack.latency").timer().count()).isEqualTo(2);
    }

    private static MessageDraft a01(String controlId) {
        return Messages.adtA01().withControlId(controlId);
    }

    private static byte[] together(MessageDraft... messages) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (MessageDraft message : messages) {
            all.writeBytes(message.framed());
        }
        return all.toByteArray();
    }

    static String msa(String answer) {
        for (String segment : answer.split("\r")) {
            if (segment.startsWith("MSA")) {
                return segment;
            }
        }
        return "no MSA";
    }
}
