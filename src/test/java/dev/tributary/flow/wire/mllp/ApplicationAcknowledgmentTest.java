package dev.tributary.flow.wire.mllp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.base.MessageId;
import dev.tributary.journal.MessageState;
import dev.tributary.kit.Messages;
import dev.tributary.kit.MllpClient;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The second answer of the enhanced mode, over real sockets. */
class ApplicationAcknowledgmentTest {

    private static final Fault REJECTED = new Fault(FaultCode.STORE_REJECTED, "the store refused it", "PID-3");

    private Edge edge;

    @BeforeEach
    void start() throws Exception {
        edge = Edge.start(Map.of());
    }

    @AfterEach
    void stop() {
        edge.close();
    }

    @ParameterizedTest
    @CsvSource({"AL, true, AA", "AL, false, AE", "SU, true, AA", "ER, false, AE"})
    void followsMsh16OnTheSameConnection(String application, boolean good, String code) {
        try (MllpClient client = edge.client()) {
            assertThat(client.ask(message("AL", application))).contains("\rMSA|CA|E1\r");
            finish(good);
            assertThat(client.read()).contains("\rMSA|" + code + "|E1").contains("|NE|NE|");
        }
        assertThat(edge.count("tributary.acknowledgments.application", "outcome", "sent", "code", code))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({"SU, false", "ER, true", "NE, true", "NE, false"})
    void staysSilentWhereMsh16DoesNotAsk(String application, boolean good) {
        try (MllpClient client = edge.client()) {
            assertThat(client.ask(message("AL", application))).contains("\rMSA|CA|E1\r");
            finish(good);
            // the next thing heard is the answer to the next message
            assertThat(client.ask(Messages.adtA01().withControlId("E2").text())).contains("\rMSA|AA|E2\r");
        }
    }

    @Test
    void comesAloneWhereOnlyMsh16Asks() {
        try (MllpClient client = edge.client()) {
            client.write(MllpClient.frame(message("NE", "AL")));
            await().until(() -> edge.journal.messages().size() == 1);
            finish(true);
            assertThat(client.read()).contains("\rMSA|AA|E1\r");
        }
    }

    @Test
    void neverOvertakesTheCommitAnswer() {
        edge.journal.hold();
        try (MllpClient client = edge.client()) {
            client.write(MllpClient.frame(message("AL", "AL")));
            await().until(() -> edge.journal.waiting() == 1);
            finish(true);
            edge.journal.release();
            assertThat(client.read()).contains("\rMSA|CA|E1\r");
            assertThat(client.read()).contains("\rMSA|AA|E1\r");
        }
    }

    @Test
    void isCountedAsUndeliverableWhereTheConnectionIsClosed() {
        try (MllpClient client = edge.client()) {
            client.ask(message("AL", "AL"));
        }
        await().until(() -> edge.gauge("tributary.connections.open") == 0);
        finish(true);
        await().until(() -> edge.count("tributary.acknowledgments.application", "outcome", "undeliverable") == 1);
    }

    @Test
    void isToldAgainWhereTheMessageComesAgain() {
        try (MllpClient client = edge.client()) {
            client.ask(message("AL", "AL"));
        }
        edge.journal.finished(new MessageId(1), MessageState.PROCESSED);
        try (MllpClient client = edge.client()) {
            assertThat(client.ask(message("AL", "AL"))).contains("\rMSA|CA|E1\r");
            assertThat(client.read()).contains("\rMSA|AA|E1\r");
        }
    }

    @Test
    void isToldOnTheNewConnectionWhereTheFirstArrivalFinishesLater() {
        try (MllpClient client = edge.client()) {
            client.ask(message("AL", "AL"));
        }
        try (MllpClient client = edge.client()) {
            assertThat(client.ask(message("AL", "AL"))).contains("\rMSA|CA|E1\r");
            finish(false);
            assertThat(client.read()).contains("\rMSA|AE|E1|");
        }
    }

    private void finish(boolean good) {
        if (good) {
            edge.applicationAcknowledgments.processed(edge.journal.inbound(0));
        } else {
            edge.applicationAcknowledgments.failed(edge.journal.inbound(0), REJECTED);
        }
    }

    private static String message(String accept, String application) {
        return Messages.adtA01()
                .withControlId("E1")
                .withAcknowledgments(accept, application)
                .text();
    }
}
