package dev.tributary.journal;

import static dev.tributary.journal.JournalKit.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.base.FaultException;
import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** received = processed + filtered + queued + held + failed, at any moment (invariant 3). */
class FeedCountersTest {

    private static final int MESSAGES = 1_000;

    private JournalKit kit;

    @BeforeEach
    void open() {
        kit = new JournalKit(JournalKit.settings(16, 200));
    }

    @AfterEach
    void close() {
        kit.close();
    }

    /** What the rows say, counted one by one. */
    private Map<String, Long> rows() {
        Map<String, Long> counted = new TreeMap<>();
        kit.jdbc.sql("""
                        select feed || ' ' || case when refused then 'REFUSED' else state end || ' ' ||
                            case when state = 'QUEUED' then '' else reason end as what, count(*) as n
                        from tributary.message group by 1
                        union all select feed || ' RECEIVED ', count(*) from tributary.message group by feed
                        union all select feed || ' ACK_' || ack_outcome || ' ', count(*) from tributary.message
                            where ack_outcome <> 'NONE' group by feed, ack_outcome
                        """).query(row -> {
            counted.put(row.getString("what"), row.getLong("n"));
        });
        return counted;
    }

    /** What the counters say, in the same words. */
    private Map<String, Long> counters() {
        Map<String, Long> counted = new TreeMap<>();
        for (FeedCount count : kit.journal.counters().snapshot()) {
            String feed = count.feed().value();
            counted.put(feed + " RECEIVED ", count.received());
            counted.put(feed + " PROCESSED ", count.processed());
            counted.put(feed + " QUEUED ", count.queued());
            count.filtered().forEach((reason, n) -> counted.put(feed + " FILTERED " + reason, n));
            count.held().forEach((reason, n) -> counted.put(feed + " HELD " + reason, n));
            count.failed().forEach((reason, n) -> counted.put(feed + " FAILED " + reason, n));
            count.refused().forEach((reason, n) -> counted.put(feed + " REFUSED " + reason, n));
            count.acknowledged().forEach((outcome, n) -> counted.put(feed + " ACK_" + outcome + " ", n));
        }
        counted.values().removeIf(n -> n == 0);
        return counted;
    }

    private void process(InboundMessage message) {
        switch ((int) (message.id().value() % 10)) {
            case 1 -> throw new FaultException(Fault.of(FaultCode.VALUE_INVALID, "invented"));
            case 2 -> throw new FaultException(Fault.of(FaultCode.IDENTITY_CONFLICT, "invented"));
            case 3 ->
                kit.transaction.executeWithoutResult(status ->
                        kit.journal.transitions().finish(message.id(), Ending.filtered("type-ignored", "invented")));
            case 4 -> {
                if (message.attempt() == 1) {
                    throw new FaultException(Fault.of(FaultCode.STORE_UNREACHED, "invented"));
                }
                kit.process(message);
            }
            default -> kit.process(message);
        }
    }

    private static OnFailure policy(FeedName feed, Fault fault) {
        return fault.code() == FaultCode.IDENTITY_CONFLICT ? OnFailure.HOLD_LANE : OnFailure.GO_ON;
    }

    @Test
    void balancesInEverySnapshotWhileEverythingHappensAtOnce() throws InterruptedException {
        LaneScheduler scheduler = kit.start(kit.journal, this::process, FeedCountersTest::policy);
        AtomicBoolean stop = new AtomicBoolean();
        List<FeedCount> snapshots = new ArrayList<>();
        Thread reader = new Thread(() -> {
            while (!stop.get()) {
                snapshots.addAll(kit.journal.counters().snapshot());
            }
        });
        reader.start();
        List<CompletionStage<Receipt>> receipts = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            // every tenth is a retransmit, every twentieth refused
            String controlId = "C" + (i % 10 == 9 ? i - 1 : i);
            String patient = "P" + (i % 10 == 9 ? i - 1 : i);
            receipts.add(
                    i % 20 == 5
                            ? kit.journal
                                    .messages()
                                    .recordRefused(
                                            message(controlId, patient),
                                            Fault.of(FaultCode.TYPE_NOT_ACCEPTED, "invented"))
                            : kit.submit(message(controlId, patient)));
        }
        for (CompletionStage<Receipt> receipt : receipts) {
            if (JournalKit.await(receipt) instanceof Receipt.Recorded recorded) {
                acknowledge(recorded.id(), AckOutcome.ACCEPTED);
            }
        }
        Awaitility.await().atMost(JournalKit.PATIENCE).until(() -> kit.count().queued() == 0);
        assertThat(kit.count().refused()).containsEntry("TYPE_NOT_ACCEPTED", (long) MESSAGES / 20);
        operate(scheduler);
        Awaitility.await().atMost(JournalKit.PATIENCE).until(() -> kit.count().queued() == 0);
        stop.set(true);
        reader.join();
        assertThat(snapshots).isNotEmpty().allMatch(FeedCount::balances);
        assertThat(kit.count().received()).isEqualTo(MESSAGES);
        assertThat(kit.count().filtered()).containsEntry(Ending.DUPLICATE, (long) MESSAGES / 10);
        Awaitility.await().atMost(JournalKit.PATIENCE).untilAsserted(() -> assertThat(counters())
                .isEqualTo(rows()));
    }

    private void operate(LaneScheduler scheduler) {
        List<MessageSummary> held = kit.journal.search().find(MessageQuery.NEWEST.withState(MessageState.HELD));
        List<MessageSummary> failed = kit.journal.search().find(MessageQuery.NEWEST.withState(MessageState.FAILED));
        for (int i = 0; i < held.size(); i++) {
            MessageId id = held.get(i).id();
            boolean done = i % 2 == 0 ? scheduler.skip(id, "quill", "invented") : scheduler.release(id, "quill");
            assertThat(done).isTrue();
        }
        failed.forEach(row -> scheduler.replay(row.id(), "quill"));
    }

    private void acknowledge(MessageId id, AckOutcome outcome) {
        kit.journal.acknowledgments().sent(id, outcome, Clock.systemUTC().instant());
    }

    @Test
    void balancesAfterACrashInTheMiddleOfTransactions() {
        LaneScheduler crashing = kit.start(message -> kit.transaction.executeWithoutResult(status -> {
            kit.finish(message);
            if (message.id().value() % 2 == 0) {
                // the machine dies before the commit
                kit.cutConnections();
            }
        }));
        for (int i = 0; i < 20; i++) {
            Receipt receipt = kit.record(message("C" + i, "P" + i));
            assertThat(receipt).isNotNull();
        }
        crashing.close();
        assertThat(counters()).isEqualTo(rows());
        Journal reopened = kit.openAnother(kit.dataSource, JournalKit.settings());
        kit.start(reopened, kit::process, FailurePolicy.GO_ON);
        Awaitility.await().atMost(JournalKit.PATIENCE).until(() -> kit.count().queued() == 0);
        assertThat(kit.count().balances()).isTrue();
        assertThat(counters()).isEqualTo(rows());
    }

    @Test
    void countsAnAnswerOnceByTheLastOutcome() {
        MessageId id = kit.recorded(message("C1", "P1"));
        acknowledge(id, AckOutcome.ACCEPTED);
        Awaitility.await()
                .atMost(JournalKit.PATIENCE)
                .until(() -> kit.count().acknowledged().equals(Map.of(AckOutcome.ACCEPTED, 1L)));
        acknowledge(id, AckOutcome.ERROR);
        Awaitility.await()
                .atMost(JournalKit.PATIENCE)
                .until(() -> kit.count().acknowledged().equals(Map.of(AckOutcome.ERROR, 1L)));
        assertThat(kit.row(id).ackAt()).isNotNull();
    }

    @Test
    void tellsWhenTheLastCameAndHowOldTheOldestQueuedIs() {
        Instant first = kit.row(kit.recorded(message("C1", "P1"))).receivedAt();
        Instant last = kit.row(kit.recorded(message("C2", "P1"))).receivedAt();
        assertThat(kit.count().oldestQueuedAt()).isEqualTo(first);
        assertThat(kit.count().lastReceivedAt()).isEqualTo(last);
        kit.start(kit::process);
        Awaitility.await().atMost(JournalKit.PATIENCE).until(() -> kit.count().queued() == 0);
        assertThat(kit.count().oldestQueuedAt()).isNull();
        assertThat(kit.count().lastReceivedAt()).isEqualTo(last);
    }
}
