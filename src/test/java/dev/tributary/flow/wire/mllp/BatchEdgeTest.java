package dev.tributary.flow.wire.mllp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.base.FaultCode;
import dev.tributary.kit.Messages;
import dev.tributary.kit.MllpClient;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** FHS/BHS batches over real sockets. */
class BatchEdgeTest {

    private static final String FHS = "FHS|^~\\&|LAB|WILLOWBROOK|TRIBUTARY|HUB|20260302||||F77\r";
    private static final String BHS = "BHS|^~\\&|LAB|WILLOWBROOK|TRIBUTARY|HUB|20260302||||B77\r";
    private static final String C1 = Messages.adtA01().withControlId("C1").text();
    private static final String C2 = Messages.oruR01().withControlId("C2").text();

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
    void eachMessageIsJournaledAndTheAnswerIsOneBatch() {
        try (MllpClient client = edge.client()) {
            String answer = client.ask(FHS + BHS + C1 + C2 + "BTS|2\rFTS|1\r");
            assertThat(answer)
                    .startsWith("FHS|")
                    .contains("\rBHS|", "|B77\r", "|F77\r", "\rMSA|AA|C1\r", "\rMSA|AA|C2\r", "\rBTS|2\r")
                    .endsWith("\rFTS|1\r");
            assertThat(MllpEdgeTest.msa(
                            client.ask(Messages.adtA03().withControlId("C3").text())))
                    .isEqualTo("MSA|AA|C3");
        }
        assertThat(edge.journal.messages())
                .containsExactly(C1, C2, Messages.adtA03().withControlId("C3").text());
        assertThat(edge.count("tributary.messages.received", "feed", "default")).isEqualTo(3);
    }

    @Test
    void aCountThatDoesNotFitIsToldAndKept() {
        try (MllpClient client = edge.client()) {
            String answer = client.ask(BHS + C1 + C2 + "BTS|3\r");
            assertThat(answer)
                    .contains("\rMSA|AA|C1\r", "\rMSA|AA|C2\r", "\rMSA|AE|B77|BTS-1 promises 3, 2 messages came\rERR|")
                    .contains("\rBTS|3\r");
        }
        assertThat(edge.journal.messages()).containsExactly(C1, C2);
        assertThat(edge.journal.refusals()).containsExactly(FaultCode.BATCH_COUNT);
    }

    @Test
    void aBatchThatIsCutShortIsTold() {
        try (MllpClient client = edge.client()) {
            assertThat(client.ask(BHS + C1)).contains("\rMSA|AA|C1\r", "\rMSA|AE|B77|");
        }
    }

    @Test
    void whatIsNoMessageInABatchIsRefusedAndTheRestIsTaken() {
        try (MllpClient client = edge.client()) {
            assertThat(client.ask(BHS + "PID|1||lost\r" + C1 + "BTS|2\r")).contains("\rMSA|AR|", "\rMSA|AA|C1\r");
        }
        assertThat(edge.journal.refusals()).containsExactly(FaultCode.UNREADABLE);
    }

    @Test
    void aJournalThatIsDownAcceptsNothingOfABatch() {
        edge.journal.down(true);
        try (MllpClient client = edge.client()) {
            assertThat(client.ask(BHS + C1 + C2 + "BTS|2\r"))
                    .contains("\rMSA|AE|C1|", "\rMSA|AE|C2|")
                    .doesNotContain("MSA|AA");
        }
    }

    @Test
    void twoMessagesInOneFrameAreNeverOneMessage() {
        try (MllpClient client = edge.client()) {
            assertThat(MllpEdgeTest.msa(client.ask(C1 + C2))).startsWith("MSA|AR|C1|a second MSH");
        }
        assertThat(edge.journal.messages()).isEmpty();
        assertThat(edge.journal.refusals()).containsExactly(FaultCode.UNREADABLE);
    }
}
