package dev.tributary.flow.wire.mllp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.base.FaultCode;
import dev.tributary.kit.Messages;
import dev.tributary.kit.MllpClient;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a feed's settings forbid, over real sockets. */
class FeedLimitsTest {

    @Test
    void anOversizedFrameGetsArIsKeptInPartAndEndsTheConnection() throws Exception {
        try (Edge edge = Edge.start(Map.of("limits.frame-size", "100KB"));
                MllpClient client = edge.client()) {
            String start = Messages.adtA01().withControlId("BIG").text();
            Thread writer = new Thread(() -> {
                client.write("\u000B" + start);
                client.write("NTE|1||" + "x".repeat(2_000_000) + "\r\u001C\r");
            });
            writer.start();
            assertThat(client.read()).contains("\rMSA|AR|BIG|").contains("|207^");
            writer.join();
            assertThat(client.isClosedByEngine()).isTrue();
            assertThat(edge.journal.refusals()).containsExactly(FaultCode.TOO_LARGE);
            assertThat(edge.journal.refusedBytes().get(0))
                    .hasSize(FrameReader.KEPT_OF_OVERSIZE)
                    .startsWith(start.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            assertThat(edge.count("tributary.frames.broken", "reason", "oversize"))
                    .isEqualTo(1);
        }
    }

    @Test
    void whatCameBeforeAnOversizedFrameIsAnsweredFirst() throws Exception {
        try (Edge edge = Edge.start(Map.of("limits.frame-size", "10KB"));
                MllpClient client = edge.client()) {
            client.write(Messages.adtA01().withControlId("C1").framed());
            client.write("\u000B" + Messages.adtA01().withControlId("BIG").text() + "x".repeat(10_000));
            assertThat(MllpEdgeTest.msa(client.read())).isEqualTo("MSA|AA|C1");
            assertThat(MllpEdgeTest.msa(client.read())).startsWith("MSA|AR|BIG|");
        }
    }

    @Test
    void aFrameThatNeverEndsIsCutOff() throws Exception {
        try (Edge edge = Edge.start(Map.of("limits.frame-time", "200ms"));
                MllpClient client = edge.client()) {
            client.write("\u000BMSH|^~\\&|ADT1");
            assertThat(client.isClosedByEngine()).isTrue();
            assertThat(edge.count("tributary.frames.broken", "reason", "slow")).isEqualTo(1);
            assertThat(edge.journal.messages()).isEmpty();
        }
    }

    @Test
    void aPeerThatSpeaksSomethingElseIsCutOff() throws Exception {
        try (Edge edge = Edge.start(Map.of("limits.frame-time", "200ms"));
                MllpClient client = edge.client()) {
            client.write("GET / HTTP/1.1\r\nHost: hospital\r\n\r\n");
            assertThat(client.isClosedByEngine()).isTrue();
            assertThat(edge.journal.messages()).isEmpty();
        }
    }

    @Test
    void aSilentConnectionIsClosed() throws Exception {
        try (Edge edge = Edge.start(Map.of("limits.idle", "200ms"));
                MllpClient client = edge.client()) {
            assertThat(client.isClosedByEngine()).isTrue();
            assertThat(edge.count("tributary.connections.ended", "reason", "idle"))
                    .isEqualTo(1);
        }
    }

    @Test
    void aConnectionOverTheLimitIsClosedAndTheOthersStay() throws Exception {
        try (Edge edge = Edge.start(Map.of("limits.connections", "2"))) {
            try (MllpClient first = edge.client();
                    MllpClient second = edge.client()) {
                first.ask(Messages.adtA01().withControlId("C1").text());
                second.ask(Messages.adtA01().withControlId("C2").text());
                try (MllpClient third = edge.client()) {
                    assertThat(third.isClosedByEngine()).isTrue();
                }
                first.ask(Messages.adtA01().withControlId("C3").text());
            }
            assertThat(edge.count("tributary.connections.ended", "reason", "limit"))
                    .isEqualTo(1);
            await().until(() -> edge.gauge("tributary.connections.open") == 0);
            try (MllpClient again = edge.client()) {
                assertThat(again.ask(Messages.adtA01().withControlId("C4").text()))
                        .contains("MSA|AA|C4");
            }
        }
    }

    @Test
    void anAddressThatIsNotAllowedIsClosedAndCounted() throws Exception {
        try (Edge edge = Edge.start(Map.of("allowed-addresses", "10.20.0.0/16,fd00::/8"));
                MllpClient client = edge.client()) {
            assertThat(client.isClosedByEngine()).isTrue();
            assertThat(edge.count("tributary.connections.ended", "reason", "address"))
                    .isEqualTo(1);
        }
    }

    @Test
    void anAllowedAddressMayConnect() throws Exception {
        try (Edge edge = Edge.start(Map.of("allowed-addresses", "127.0.0.0/8"));
                MllpClient client = edge.client()) {
            assertThat(client.ask(Messages.adtA01().withControlId("C1").text())).contains("MSA|AA|C1");
        }
    }

    @Test
    void aTypeTheFeedDoesNotTakeGetsArAndIsKept() throws Exception {
        try (Edge edge = Edge.start(Map.of("message-types", "ORU^R01,ADT^A08"));
                MllpClient client = edge.client()) {
            assertThat(client.ask(Messages.adtA01().withControlId("C1").text()))
                    .contains("\rMSA|AR|C1|")
                    .contains("|200^");
            assertThat(client.ask(Messages.oruR01().withControlId("C2").text())).contains("\rMSA|AA|C2\r");
            assertThat(client.ask(Messages.adtA08().withControlId("C3").text())).contains("\rMSA|AA|C3\r");
            assertThat(edge.journal.refusals()).containsExactly(FaultCode.TYPE_NOT_ACCEPTED);
        }
    }

    @Test
    void aFeedInOriginalModeAnswersOnceWhateverTheMessageAsks() throws Exception {
        try (Edge edge = Edge.start(Map.of("ack", "original"));
                MllpClient client = edge.client()) {
            String ack = client.ask(Messages.adtA01()
                    .withControlId("C1")
                    .withAcknowledgments("NE", "AL")
                    .text());
            assertThat(ack).contains("\rMSA|AA|C1\r");
        }
    }

    @Test
    void aFeedInEnhancedModeCommitsWhereTheMessageAsksNothing() throws Exception {
        try (Edge edge = Edge.start(Map.of("ack", "enhanced"));
                MllpClient client = edge.client()) {
            assertThat(client.ask(Messages.adtA01().withControlId("C1").text())).contains("\rMSA|CA|C1\r");
        }
    }
}
