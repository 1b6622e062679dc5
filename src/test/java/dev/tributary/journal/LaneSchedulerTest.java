package dev.tributary.journal;

import static dev.tributary.journal.JournalKit.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.base.FaultException;
import dev.tributary.base.MessageId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

/** From QUEUED to its end: what faults do to a message and its lane, and what a person can do. */
class LaneSchedulerTest {

    private static final FailurePolicy HOLD = (feed, fault) -> OnFailure.HOLD_LANE;

    private JournalKit kit;
    private final List<MessageId> processed = Collections.synchronizedList(new ArrayList<>());
    /** Messages that fail, with what; taken out by a test to let them pass. */
    private final ConcurrentHashMap<String, RuntimeException> failing = new ConcurrentHashMap<>();

    @BeforeEach
    void open() {
        kit = new JournalKit();
    }

    @AfterEach
    void close() {
        kit.close();
    }

    private void process(InboundMessage message) {
        RuntimeException failure = failing.get(message.header().controlId());
        kit.transaction.executeWithoutResult(status -> {
            kit.finish(message);
            if (failure != null) {
                // after the end was written, to see that it is taken back
                throw failure;
            }
        });
        processed.add(message.id());
    }

    private static FaultException fault(FaultCode code) {
        return new FaultException(new Fault(code, "invented by a test", "PID-3"));
    }

    private void awaitState(MessageId id, MessageState state) {
        Awaitility.await().atMost(JournalKit.PATIENCE).until(() -> kit.state(id) == state);
    }

    private void awaitProcessed(MessageId... ids) {
        Awaitility.await().atMost(JournalKit.PATIENCE).until(() -> processed.containsAll(List.of(ids)));
    }

    @Test
    void processesWhatIsRecordedAndWritesItsTimeline() {
        kit.start(this::process);
        MessageId id = kit.recorded(message("C1", "P1"));
        awaitState(id, MessageState.PROCESSED);
        JournaledMessage done = kit.journal.search().read(id).orElseThrow();
        assertThat(done.summary().attempts()).isEqualTo(1);
        assertThat(done.summary().mappingVersion()).isEqualTo("test");
        assertThat(done.summary().finishedAt()).isNotNull();
        assertThat(done.timeline()).extracting(MessageEvent::kind).containsExactly(MessageEvent.Kind.FINISHED);
    }

    @Test
    void takesUpWhatWasQueuedBeforeItStarted() {
        MessageId first = kit.recorded(message("C1", "P1"));
        MessageId second = kit.recorded(message("C2", "P1"));
        kit.start(this::process);
        MessageId third = kit.recorded(message("C3", "P1"));
        awaitProcessed(third);
        assertThat(processed).containsExactly(first, second, third);
    }

    @Test
    void losesSightOfNothingWhileTheLanesCannotBeAskedFor() {
        AtomicInteger refusals = new AtomicInteger();
        kit.start(this::process, message -> {
            if (message.header().controlId().equals("C2") && refusals.getAndIncrement() == 0) {
                throw new DataAccessResourceFailureException("the database is away");
            }
            return JournalKit.lanes(message);
        });
        MessageId first = kit.recorded(message("C1", "P1"));
        awaitProcessed(first);
        MessageId second = kit.recorded(message("C2", "P1"));
        MessageId third = kit.recorded(message("C3", "P1"));
        awaitProcessed(second, third);
        assertThat(processed).containsExactly(first, second, third);
        assertThat(refusals.get()).isGreaterThan(1);
    }

    @Test
    void failsForGoodWhatIsPermanentAndGoesOn() {
        failing.put("C1", fault(FaultCode.VALUE_INVALID));
        kit.start(this::process);
        MessageId bad = kit.recorded(message("C1", "P1"));
        MessageId next = kit.recorded(message("C2", "P1"));
        awaitProcessed(next);
        MessageSummary row = kit.row(bad);
        assertThat(row.state()).isEqualTo(MessageState.FAILED);
        assertThat(row.reason()).isEqualTo("VALUE_INVALID");
        assertThat(row.where()).isEqualTo("PID-3");
        assertThat(kit.count().failed()).containsEntry("VALUE_INVALID", 1L);
    }

    @Test
    void countsAnUnknownExceptionAsInternalAndKeepsItsTextOut() {
        failing.put("C1", new IllegalStateException("Larkspur^Imogen"));
        kit.start(this::process);
        MessageId bad = kit.recorded(message("C1", "P1"));
        awaitState(bad, MessageState.FAILED);
        assertThat(kit.row(bad).reason()).isEqualTo("INTERNAL");
        assertThat(kit.row(bad).detail()).contains("IllegalStateException").doesNotContain("Larkspur");
    }

    @Test
    void failsWhatItsProcessorForgotToEnd() {
        kit.start(message -> {});
        MessageId id = kit.recorded(message("C1", "P1"));
        awaitState(id, MessageState.FAILED);
        assertThat(kit.row(id).reason()).isEqualTo("INTERNAL");
    }

    @Test
    void triesAgainWhenARollbackOnABrokenConnectionHidesWhatWentBefore() {
        // as HikariCP says it, without a state, and Hibernate and Spring wrap it
        failing.put(
                "C1",
                new IllegalStateException(
                        "unable to roll back", new IllegalStateException(new SQLException("Connection is closed"))));
        kit.start(this::process);
        MessageId id = kit.recorded(message("C1", "P1"));
        Awaitility.await().atMost(JournalKit.PATIENCE).until(() -> kit.row(id).attempts() > 1);
        assertThat(kit.state(id)).isEqualTo(MessageState.QUEUED);
        failing.clear();
        awaitProcessed(id);
    }

    @Test
    void triesAgainWhatIsTransientAtTheHeadOfItsLaneWhileOthersGoOn() {
        failing.put("C1", fault(FaultCode.STORE_UNREACHED));
        kit.start(this::process);
        MessageId stuck = kit.recorded(message("C1", "P1"));
        MessageId behind = kit.recorded(message("C2", "P1"));
        MessageId other = kit.recorded(message("C3", "P2"));
        awaitProcessed(other);
        Awaitility.await()
                .atMost(JournalKit.PATIENCE)
                .until(() -> kit.row(stuck).attempts() > 5);
        assertThat(kit.state(stuck)).isEqualTo(MessageState.QUEUED);
        assertThat(kit.row(stuck).reason()).isEqualTo("STORE_UNREACHED");
        assertThat(kit.row(stuck).nextAttemptAt()).isNotNull();
        assertThat(kit.state(behind)).isEqualTo(MessageState.QUEUED);
        MessageId late = kit.recorded(message("C4", "P1"));
        failing.clear();
        awaitProcessed(late);
        assertThat(processed).containsExactly(other, stuck, behind, late);
        assertThat(kit.journal.search().read(stuck).orElseThrow().timeline())
                .extracting(MessageEvent::kind)
                .containsExactly(MessageEvent.Kind.RETRYING, MessageEvent.Kind.FINISHED);
    }

    @Test
    void triesAgainWhenTheDatabaseWasInTheWay() {
        AtomicInteger calls = new AtomicInteger();
        kit.start(message -> {
            if (calls.incrementAndGet() < 3) {
                throw new DataAccessResourceFailureException(
                        "connection lost", new java.sql.SQLTransientConnectionException("gone", "08006"));
            }
            process(message);
        });
        MessageId id = kit.recorded(message("C1", "P1"));
        awaitState(id, MessageState.PROCESSED);
        assertThat(kit.row(id).attempts()).isEqualTo(3);
    }

    @Test
    void holdsTheLaneWhereTheFeedSaysSoAndReleasesItInOrder() {
        failing.put("C1", fault(FaultCode.IDENTITY_CONFLICT));
        LaneScheduler scheduler = kit.start(kit.journal, this::process, HOLD);
        MessageId held = kit.recorded(message("C1", "P1"));
        MessageId behind = kit.recorded(message("C2", "P1", "P2"));
        awaitState(held, MessageState.HELD);
        // P2 waits too, since the message about both may not be passed
        MessageId behindBoth = kit.recorded(message("C3", "P2"));
        MessageId other = kit.recorded(message("C4", "P3"));
        awaitProcessed(other);
        Awaitility.await()
                .atMost(JournalKit.PATIENCE)
                .until(() -> held.equals(kit.row(behind).waitsFor())
                        && held.equals(kit.row(behindBoth).waitsFor()));
        assertThat(processed).containsExactly(other);
        assertThat(kit.count().held()).containsEntry("IDENTITY_CONFLICT", 1L);

        failing.clear();
        assertThat(scheduler.release(held, "quill")).isTrue();
        awaitProcessed(behindBoth);
        assertThat(processed).containsExactly(other, held, behind, behindBoth);
        assertThat(scheduler.release(held, "quill")).isFalse();
        MessageEvent released =
                kit.journal.search().read(held).orElseThrow().timeline().get(1);
        assertThat(released.kind()).isEqualTo(MessageEvent.Kind.RELEASED);
        assertThat(released.who()).isEqualTo("quill");
        assertThat(kit.row(behind).waitsFor()).isNull();
    }

    @Test
    void skipsAHeldMessageAndItsLaneGoesOn() {
        failing.put("C1", fault(FaultCode.IDENTITY_CONFLICT));
        LaneScheduler scheduler = kit.start(kit.journal, this::process, HOLD);
        MessageId held = kit.recorded(message("C1", "P1"));
        MessageId behind = kit.recorded(message("C2", "P1"));
        awaitState(held, MessageState.HELD);
        assertThat(scheduler.skip(held, "quill", "entered twice")).isTrue();
        awaitProcessed(behind);
        MessageSummary row = kit.row(held);
        assertThat(row.state()).isEqualTo(MessageState.FILTERED);
        assertThat(row.reason()).isEqualTo(Ending.SKIPPED);
        assertThat(row.detail()).isEqualTo("entered twice");
        assertThat(kit.count().filtered()).containsEntry(Ending.SKIPPED, 1L);
    }

    @Test
    void skipsWhatIsTriedAgainAndAgain() {
        failing.put("C1", fault(FaultCode.STORE_UNREACHED));
        LaneScheduler scheduler = kit.start(this::process);
        MessageId stuck = kit.recorded(message("C1", "P1"));
        MessageId behind = kit.recorded(message("C2", "P1"));
        Awaitility.await()
                .atMost(JournalKit.PATIENCE)
                .until(() -> kit.row(stuck).attempts() > 4);
        assertThat(scheduler.skip(stuck, "quill", "the store cannot take it")).isTrue();
        awaitProcessed(behind);
        assertThat(processed).containsExactly(behind);
        assertThat(kit.state(stuck)).isEqualTo(MessageState.FILTERED);
    }

    @Test
    void replaysFromTheOriginalBytesAsANewAttempt() {
        failing.put("C1", fault(FaultCode.VALUE_INVALID));
        LaneScheduler scheduler = kit.start(this::process);
        MessageId bad = kit.recorded(message("C1", "P1"));
        awaitState(bad, MessageState.FAILED);
        failing.clear();
        assertThat(scheduler.replay(bad, "quill")).isTrue();
        awaitState(bad, MessageState.PROCESSED);
        assertThat(scheduler.replay(bad, "quill")).isTrue();
        Awaitility.await().atMost(JournalKit.PATIENCE).until(() -> kit.row(bad).attempts() == 3);
        assertThat(kit.journal.search().read(bad).orElseThrow().timeline())
                .extracting(MessageEvent::kind)
                .containsExactly(
                        MessageEvent.Kind.FINISHED,
                        MessageEvent.Kind.REPLAYED,
                        MessageEvent.Kind.FINISHED,
                        MessageEvent.Kind.REPLAYED,
                        MessageEvent.Kind.FINISHED);
        assertThat(kit.count().processed()).isEqualTo(1);
        assertThat(kit.count().balances()).isTrue();
    }

    @Test
    void replaysNoRetransmitAndNothingUnreadable() {
        LaneScheduler scheduler = kit.start(this::process);
        MessageId first = kit.recorded(message("C1", "P1"));
        Receipt.Duplicate again = (Receipt.Duplicate) kit.record(message("C1", "P1"));
        assertThat(again.earlier()).isEqualTo(first);
        assertThat(scheduler.replay(again.id(), "quill")).isFalse();
        Receipt unused = JournalKit.await(kit.journal
                .messages()
                .recordRefused(JournalKit.wire("noise"), Fault.of(FaultCode.UNREADABLE, "no MSH")));
        assertThat(unused).isInstanceOf(Receipt.Refused.class);
        MessageId unreadable = kit.journal
                .search()
                .find(MessageQuery.NEWEST.withState(MessageState.FAILED))
                .get(0)
                .id();
        assertThat(scheduler.replay(unreadable, "quill")).isFalse();
    }

    @Test
    void replaysWhatWasRefusedForItsTypeAndCountsItAsRefusedNoMore() {
        LaneScheduler scheduler = kit.start(this::process);
        JournalKit.await(kit.journal
                .messages()
                .recordRefused(message("C1", "P1"), Fault.of(FaultCode.TYPE_NOT_ACCEPTED, "not this type")));
        MessageId refused =
                kit.journal.search().find(MessageQuery.NEWEST).get(0).id();
        assertThat(scheduler.replay(refused, "quill")).isTrue();
        awaitState(refused, MessageState.PROCESSED);
        assertThat(kit.count().refused()).isEmpty();
        assertThat(kit.count().balances()).isTrue();
    }

    @Test
    void hasNoEffectWhereAPersonWasFaster() {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch skipped = new CountDownLatch(1);
        kit.jdbc.sql("create table effect (id bigint)").update();
        LaneScheduler scheduler = kit.start(message -> kit.transaction.executeWithoutResult(status -> {
            kit.jdbc
                    .sql("insert into effect values (?)")
                    .param(message.id().value())
                    .update();
            running.countDown();
            await(skipped);
            kit.finish(message);
        }));
        MessageId id = kit.recorded(message("C1", "P1"));
        await(running);
        assertThat(scheduler.skip(id, "quill", "not wanted")).isTrue();
        skipped.countDown();
        MessageId next = kit.recorded(message("C2", "P1"));
        awaitState(next, MessageState.PROCESSED);
        assertThat(kit.jdbc.sql("select id from effect").query(Long.class).list())
                .containsExactly(next.value());
        assertThat(kit.state(id)).isEqualTo(MessageState.FILTERED);
    }

    @Test
    void finishesWhatRunsWhenClosedAndLeavesTheRestQueued() {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        LaneScheduler scheduler = kit.start(message -> {
            running.countDown();
            await(go);
            process(message);
        });
        MessageId first = kit.recorded(message("C1", "P1"));
        MessageId second = kit.recorded(message("C2", "P1"));
        await(running);
        Thread closing = new Thread(scheduler::close);
        closing.start();
        Awaitility.await().atMost(JournalKit.PATIENCE).until(() -> closing.getState() == Thread.State.TIMED_WAITING);
        go.countDown();
        Awaitility.await().atMost(JournalKit.PATIENCE).until(() -> !closing.isAlive());
        assertThat(kit.state(first)).isEqualTo(MessageState.PROCESSED);
        assertThat(kit.state(second)).isEqualTo(MessageState.QUEUED);
        assertThat(Set.copyOf(processed)).containsExactly(first);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
