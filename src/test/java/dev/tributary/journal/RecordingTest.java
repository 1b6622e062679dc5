package dev.tributary.journal;

import static dev.tributary.journal.JournalKit.await;
import static dev.tributary.journal.JournalKit.message;
import static dev.tributary.journal.JournalKit.text;
import static dev.tributary.journal.JournalKit.wire;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import dev.tributary.hl7.WireMessage;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is recorded, and what a retransmit is. */
class RecordingTest {

    private JournalKit kit;

    @BeforeEach
    void open() {
        kit = new JournalKit();
    }

    @AfterEach
    void close() {
        kit.close();
    }

    @Test
    void keepsTheBytesAsTheyCameAndWhatTheirHeaderSays() {
        WireMessage wire = message("C1", "P1");
        byte[] sent = wire.bytes().clone();
        MessageId id = kit.recorded(wire);
        JournaledMessage kept = kit.journal.search().read(id).orElseThrow();
        assertThat(kept.bytes()).isEqualTo(sent);
        assertThat(kept.timeline()).isEmpty();
        MessageSummary row = kept.summary();
        assertThat(row.state()).isEqualTo(MessageState.QUEUED);
        assertThat(row.sender()).isEqualTo("LAB|NORTH");
        assertThat(row.controlId()).isEqualTo("C1");
        assertThat(row.type()).isEqualTo("ADT^A08");
        assertThat(row.structure()).isEqualTo("ADT_A01");
        assertThat(row.version()).isEqualTo("2.5.1");
        assertThat(row.remote()).isEqualTo("192.0.2.1:40000");
        assertThat(row.size()).isEqualTo(sent.length);
        assertThat(row.ackOutcome()).isEqualTo(AckOutcome.NONE);
        assertThat(row.receivedAt().toEpochMilli()).isEqualTo(wire.receivedAt().toEpochMilli());
    }

    @Test
    void givesNumbersInTheOrderOfReceipt() {
        List<CompletionStage<Receipt>> receipts = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            receipts.add(kit.submit(message("C" + i, "P1")));
        }
        List<Long> ids = receipts.stream()
                .map(receipt -> ((Receipt.Recorded) await(receipt)).id().value())
                .toList();
        assertThat(ids).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void answersARetransmitWithTheFirstOnesOutcomeAndFiltersIt() {
        MessageId first = kit.recorded(message("C1", "P1"));
        Receipt.Duplicate again = (Receipt.Duplicate) kit.record(message("C1", "P1"));
        assertThat(again.earlier()).isEqualTo(first);
        assertThat(again.outcome()).isEqualTo(AckOutcome.ACCEPTED);
        MessageSummary row = kit.row(again.id());
        assertThat(row.state()).isEqualTo(MessageState.FILTERED);
        assertThat(row.reason()).isEqualTo(Ending.DUPLICATE);
        assertThat(row.duplicateOf()).isEqualTo(first);
        assertThat(kit.journal.search().read(again.id()).orElseThrow().bytes())
                .isEqualTo(message("C1", "P1").bytes());
    }

    @Test
    void answersARetransmitWithWhatTheSenderHeardOfTheFirst() {
        MessageId first = kit.recorded(message("C1", "P1"));
        kit.journal
                .acknowledgments()
                .sent(first, AckOutcome.ERROR, Clock.systemUTC().instant());
        Awaitility.await()
                .atMost(JournalKit.PATIENCE)
                .until(() -> kit.row(first).ackOutcome() == AckOutcome.ERROR);
        Receipt.Duplicate again = (Receipt.Duplicate) kit.record(message("C1", "P1"));
        assertThat(again.outcome()).isEqualTo(AckOutcome.ERROR);
    }

    @Test
    void knowsARetransmitInsideOneCommitAndAcrossRacingConnections() {
        List<CompletionStage<Receipt>> receipts = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            receipts.add(kit.submit(message("C1", "P1")));
        }
        assertOneFirst(receipts.stream().map(JournalKit::await).toList());
    }

    @Test
    void knowsARetransmitThatReachesAnotherEngineAtTheSameMoment() {
        Journal other = kit.openAnother(kit.dataSource, JournalKit.settings());
        for (int round = 0; round < 100; round++) {
            List<CompletionStage<Receipt>> receipts = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                receipts.add(kit.submit(message("C" + round, "P1")));
                receipts.add(JournalKit.submit(other, message("C" + round, "P1")));
            }
            assertOneFirst(receipts.stream().map(JournalKit::await).toList());
        }
    }

    private static void assertOneFirst(List<Receipt> receipts) {
        List<MessageId> firsts = receipts.stream()
                .filter(Receipt.Recorded.class::isInstance)
                .map(receipt -> ((Receipt.Recorded) receipt).id())
                .toList();
        assertThat(firsts).hasSize(1);
        assertThat(receipts)
                .filteredOn(Receipt.Duplicate.class::isInstance)
                .hasSize(receipts.size() - 1)
                .allSatisfy(receipt ->
                        assertThat(((Receipt.Duplicate) receipt).earlier()).isEqualTo(firsts.get(0)));
    }

    @Test
    void flagsAControlIdUsedAgainForOtherBytesAndQueuesTheMessage() {
        kit.recorded(message("C1", "P1"));
        Receipt.Recorded other = (Receipt.Recorded) kit.record(message("C1", "P2"));
        assertThat(other.controlIdReused()).isTrue();
        assertThat(kit.row(other.id()).controlIdReused()).isTrue();
        assertThat(kit.state(other.id())).isEqualTo(MessageState.QUEUED);
        assertThat(((Receipt.Recorded) kit.record(message("C2", "P2"))).controlIdReused())
                .isFalse();
    }

    @Test
    void flagsAControlIdUsedAgainInsideOneCommit() {
        List<CompletionStage<Receipt>> receipts = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            receipts.add(kit.submit(message("C1", "P" + i)));
        }
        List<Boolean> reused = receipts.stream()
                .map(receipt -> ((Receipt.Recorded) await(receipt)).controlIdReused())
                .toList();
        assertThat(reused.get(0)).isFalse();
        assertThat(reused.subList(1, 50)).containsOnly(true);
    }

    @Test
    void takesNoMessageWithoutControlIdForARetransmit() {
        assertThat(kit.record(message("", "P1"))).isInstanceOf(Receipt.Recorded.class);
        Receipt again = kit.record(message("", "P1"));
        assertThat(again).isInstanceOf(Receipt.Recorded.class);
        assertThat(((Receipt.Recorded) again).controlIdReused()).isFalse();
    }

    @Test
    void keepsSendersAndFeedsApart() {
        kit.recorded(message("C1", "P1"));
        Receipt otherSender = kit.record(wire(text("RIS", "C1", "P1")));
        Receipt otherFeed = kit.record(wire(new FeedName("adt"), text("LAB", "C1", "P1")));
        assertThat(List.of(otherSender, otherFeed))
                .allSatisfy(receipt -> assertThat(receipt).isInstanceOf(Receipt.Recorded.class))
                .allSatisfy(receipt -> assertThat(((Receipt.Recorded) receipt).controlIdReused())
                        .isFalse());
    }

    @Test
    void keepsWhatWasRefusedAsFailedAndTakesItsRepetitionForNew() {
        Fault why = new Fault(FaultCode.TYPE_NOT_ACCEPTED, "the feed does not accept this type", "MSH-9");
        Receipt refused = await(kit.journal.messages().recordRefused(message("C1", "P1"), why));
        assertThat(refused).isEqualTo(new Receipt.Refused(why));
        MessageSummary row = kit.journal.search().find(MessageQuery.NEWEST).get(0);
        assertThat(row.state()).isEqualTo(MessageState.FAILED);
        assertThat(row.refused()).isTrue();
        assertThat(row.reason()).isEqualTo("TYPE_NOT_ACCEPTED");
        assertThat(row.where()).isEqualTo("MSH-9");
        assertThat(row.controlId()).isEqualTo("C1");
        assertThat(kit.count().refused()).containsEntry("TYPE_NOT_ACCEPTED", 1L);
        assertThat(kit.record(message("C1", "P1"))).isInstanceOf(Receipt.Recorded.class);
    }

    @Test
    void keepsUnreadableBytesAsTheyCame() {
        byte[] noise = {0, 1, 2, (byte) 0xff, '\r', (byte) 0xfe};
        WireMessage wire = new WireMessage(noise, JournalKit.FEED, "", Instant.EPOCH);
        await(kit.journal.messages().recordRefused(wire, Fault.of(FaultCode.UNREADABLE, "no MSH")));
        MessageSummary row = kit.journal.search().find(MessageQuery.NEWEST).get(0);
        assertThat(kit.journal.search().read(row.id()).orElseThrow().bytes())
                .containsExactly(0, 1, 2, 0xff, '\r', 0xfe);
    }

    @Test
    void recordsHeadersThatPostgresTextCannotHold() {
        MessageId id = kit.recorded(message("C\0001" + "x".repeat(5_000), "P1"));
        assertThat(kit.row(id).controlId()).startsWith("C\uFFFD1xxx").hasSize(250);
        String full = new String(kit.journal.search().read(id).orElseThrow().bytes(), StandardCharsets.UTF_8);
        assertThat(full).contains("C\0001xxx");
    }
}
