package dev.tributary.journal;

import static dev.tributary.journal.JournalKit.await;
import static dev.tributary.journal.JournalKit.message;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.base.MessageId;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.util.unit.DataSize;

/** No receipt without a row, whatever the database does (invariant 1). */
class DurabilityTest {

    private final JournalKit kit = new JournalKit();

    @AfterEach
    void close() {
        kit.close();
    }

    private static void assertUnreached(Receipt receipt) {
        assertThat(receipt).isInstanceOf(Receipt.Refused.class);
        assertThat(((Receipt.Refused) receipt).why().code()).isEqualTo(FaultCode.JOURNAL_UNREACHED);
    }

    private Set<Long> rowNumbers() {
        return new HashSet<>(kit.jdbc
                .sql("select id from tributary.message")
                .query(Long.class)
                .list());
    }

    @Test
    void givesNoFalseReceiptWhileConnectionsAreCutUnderLoad() throws InterruptedException {
        ConcurrentMap<Long, String> receipted = new ConcurrentHashMap<>();
        AtomicInteger next = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        AtomicBoolean stop = new AtomicBoolean();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            Thread caller = new Thread(() -> {
                while (!stop.get()) {
                    String controlId = "C" + next.incrementAndGet();
                    // as a sender does: again until accepted
                    Receipt receipt = kit.record(message(controlId, "P1"));
                    while (receipt instanceof Receipt.Refused) {
                        refused.incrementAndGet();
                        receipt = kit.record(message(controlId, "P1"));
                    }
                    long id = receipt instanceof Receipt.Recorded recorded
                            ? recorded.id().value()
                            : ((Receipt.Duplicate) receipt).earlier().value();
                    receipted.put(id, controlId);
                }
            });
            callers.add(caller);
            caller.start();
        }
        for (int cut = 0; cut < 15; cut++) {
            int before = receipted.size();
            Awaitility.await().atMost(JournalKit.PATIENCE).until(() -> receipted.size() > before + 20);
            kit.cutConnections();
        }
        stop.set(true);
        for (Thread caller : callers) {
            caller.join();
        }
        assertThat(rowNumbers()).containsAll(receipted.keySet());
        assertThat(new HashSet<>(receipted.values())).hasSize(next.get());
        Long firsts = kit.jdbc
                .sql("select count(*) from tributary.message where state = 'QUEUED'")
                .query(Long.class)
                .single();
        assertThat(firsts).isEqualTo(next.get());
        assertThat(kit.count().balances()).isTrue();
    }

    @Test
    void refusesWhileTheDatabaseIsAwayAndRecordsWhenItIsBack() throws SQLException {
        kit.recorded(message("C1", "P1"));
        String name =
                kit.jdbc.sql("select current_database()").query(String.class).single();
        DataSource maintenance = dev.tributary.kit.TestDatabase.create();
        try (Connection connection = maintenance.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("alter database " + name + " with allow_connections false");
            statement.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name + "'");
            for (int i = 0; i < 20; i++) {
                assertUnreached(kit.record(message("D" + i, "P1")));
            }
            statement.execute("alter database " + name + " with allow_connections true");
        }
        Awaitility.await()
                .atMost(JournalKit.PATIENCE)
                .until(() -> kit.record(message("E1", "P1")) instanceof Receipt.Refused, refused -> !refused);
        assertThat(kit.journal.search().find(MessageQuery.NEWEST))
                .extracting(MessageSummary::controlId)
                .contains("C1", "E1")
                .noneMatch(controlId -> controlId.startsWith("D"));
    }

    @Test
    void refusesOneBadRowAndNoneOfItsNeighbours() {
        kit.jdbc
                .sql("alter table tributary.message add check (control_id <> 'POISON')")
                .update();
        List<CompletionStage<Receipt>> receipts = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            receipts.add(kit.submit(message(i % 20 == 7 ? "POISON" : "C" + i, "P" + i)));
        }
        List<Receipt> answers = receipts.stream().map(JournalKit::await).toList();
        for (int i = 0; i < 60; i++) {
            if (i % 20 == 7) {
                Fault why = ((Receipt.Refused) answers.get(i)).why();
                assertThat(why.code()).isEqualTo(FaultCode.INTERNAL);
            } else {
                assertThat(answers.get(i)).isInstanceOf(Receipt.Recorded.class);
            }
        }
        assertThat(kit.rows()).isEqualTo(57);
        assertThat(kit.count().received()).isEqualTo(57);
    }

    @Test
    void refusesRatherThanFillingTheMemory() throws SQLException {
        JournalProperties small = new JournalProperties(
                1,
                10,
                DataSize.ofMegabytes(1),
                5,
                20,
                DataSize.ofMegabytes(1),
                Duration.ofMillis(1),
                Duration.ofMillis(10),
                Duration.ofSeconds(30),
                1);
        Journal journal = kit.openAnother(kit.dataSource, small);
        List<CompletionStage<Receipt>> receipts = new ArrayList<>();
        try (Connection blocking = kit.dataSource.getConnection();
                Statement statement = blocking.createStatement()) {
            blocking.setAutoCommit(false);
            statement.execute(BatchInsert.LOCK);
            for (int i = 0; i < 200; i++) {
                receipts.add(JournalKit.submit(journal, message("C" + i, "P1")));
            }
            long refusedAtOnce = receipts.stream()
                    .filter(receipt -> receipt.toCompletableFuture().isDone())
                    .count();
            // 20 may wait and 5 at most are with the writer
            assertThat(refusedAtOnce).isBetween(175L, 200L);
            blocking.commit();
        }
        List<Receipt> answers = receipts.stream().map(JournalKit::await).toList();
        assertThat(answers).filteredOn(Receipt.Refused.class::isInstance).allSatisfy(DurabilityTest::assertUnreached);
        assertThat(kit.rows())
                .isEqualTo(answers.stream()
                        .filter(Receipt.Recorded.class::isInstance)
                        .count());
    }

    @Test
    void refusesWhenNobodyKnowsWhetherTheCommitHappenedAndStillProcessesItOnce() {
        AtomicBoolean lose = new AtomicBoolean();
        Journal journal = kit.openAnother(losingCommits(lose), JournalKit.settings());
        ConcurrentMap<MessageId, AtomicInteger> processed = new ConcurrentHashMap<>();
        kit.start(
                journal,
                message -> {
                    kit.process(message);
                    processed
                            .computeIfAbsent(message.id(), id -> new AtomicInteger())
                            .incrementAndGet();
                },
                FailurePolicy.GO_ON);
        assertThat(await(JournalKit.submit(journal, message("C1", "P1")))).isInstanceOf(Receipt.Recorded.class);
        lose.set(true);
        assertUnreached(await(JournalKit.submit(journal, message("C2", "P1"))));
        // nobody sends anything: it is found all the same
        Awaitility.await().atMost(JournalKit.PATIENCE).until(() -> processed.size() == 2);
        Receipt again = await(JournalKit.submit(journal, message("C2", "P1")));
        assertThat(again).isInstanceOf(Receipt.Duplicate.class);
        assertThat(((Receipt.Duplicate) again).outcome()).isEqualTo(AckOutcome.ACCEPTED);
        assertThat(processed.values()).allSatisfy(times -> assertThat(times).hasValue(1));
    }

    /** Once told, commits and then says that the connection broke. */
    private DataSource losingCommits(AtomicBoolean lose) {
        return new DelegatingDataSource(kit.dataSource) {
            @Override
            public Connection getConnection() throws SQLException {
                Connection real = super.getConnection();
                return (Connection) Proxy.newProxyInstance(
                        getClass().getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                            try {
                                Object result = method.invoke(real, arguments);
                                if (method.getName().equals("commit")
                                        && Thread.currentThread().getName().equals("journal-writer")
                                        && lose.compareAndSet(true, false)) {
                                    throw new SQLException("connection lost in commit", "08007");
                                }
                                return result;
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
            }
        };
    }
}
