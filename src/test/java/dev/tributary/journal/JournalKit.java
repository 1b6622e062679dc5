package dev.tributary.journal;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import dev.tributary.hl7.HeaderPeek;
import dev.tributary.hl7.WireMessage;
import dev.tributary.kit.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;

/** A journal on a database of its own, invented messages, and what tests ask of both. */
final class JournalKit implements AutoCloseable {

    static final FeedName FEED = new FeedName("lab");
    static final Duration PATIENCE = Duration.ofSeconds(60);

    final HikariDataSource dataSource;
    private final DataSource unpooled;
    final JdbcClient jdbc;
    final TransactionTemplate transaction;
    private final List<AutoCloseable> open = new ArrayList<>();
    Journal journal;

    JournalKit() {
        this(settings());
    }

    JournalKit(JournalProperties settings) {
        unpooled = TestDatabase.create();
        dataSource = pool(unpooled);
        Flyway.configure()
                .dataSource(dataSource)
                .locations("classpath:db/migration")
                .target("1")
                .load()
                .migrate();
        jdbc = JdbcClient.create(dataSource);
        transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        journal = openAnother(dataSource, settings);
    }

    static JournalProperties settings() {
        return settings(8, 1_000);
    }

    static JournalProperties settings(int workers, int window) {
        return new JournalProperties(
                workers,
                window,
                DataSize.ofMegabytes(8),
                100,
                5_000,
                DataSize.ofMegabytes(64),
                Duration.ofMillis(2),
                Duration.ofMillis(50),
                Duration.ofSeconds(20),
                25);
    }

    private static HikariDataSource pool(DataSource plain) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(plain);
        config.setMaximumPoolSize(24);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(2_000);
        return new HikariDataSource(config);
    }

    /** Another engine on the same database. */
    Journal openAnother(DataSource on, JournalProperties settings) {
        Journal another = Journal.open(on, settings, wire -> HeaderPeek.of(wire.bytes()), Clock.systemUTC());
        open.add(another);
        return another;
    }

    /** A scheduler with lanes by PID-3, closed at the end. */
    LaneScheduler start(Journal of, MessageProcessor processor, FailurePolicy failures) {
        LaneScheduler scheduler = of.scheduler(processor, JournalKit::lanes, failures);
        open.add(scheduler);
        scheduler.start();
        return scheduler;
    }

    /** A scheduler with lanes of the test's own choice, closed at the end. */
    LaneScheduler start(MessageProcessor processor, LaneKeys lanes) {
        LaneScheduler scheduler = journal.scheduler(processor, lanes, FailurePolicy.GO_ON);
        open.add(scheduler);
        scheduler.start();
        return scheduler;
    }

    LaneScheduler start(MessageProcessor processor) {
        return start(journal, processor, FailurePolicy.GO_ON);
    }

    /** Ends a message in a transaction of its own, as {@code flow} does. */
    void process(InboundMessage message) {
        transaction.executeWithoutResult(status -> finish(message));
    }

    void finish(InboundMessage message) {
        journal.transitions().finish(message.id(), Ending.processed("test"));
    }

    static WireMessage wire(String text) {
        return wire(FEED, text);
    }

    static WireMessage wire(FeedName feed, String text) {
        return new WireMessage(
                text.getBytes(StandardCharsets.UTF_8),
                feed,
                "192.0.2.1:40000",
                Clock.systemUTC().instant());
    }

    /** An invented admission for these patients, each a lane. */
    static WireMessage message(String controlId, String... patients) {
        return wire(text("LAB", controlId, patients));
    }

    static String text(String application, String controlId, String... patients) {
        return "MSH|^~\\&|" + application + "|NORTH|TRIB|HUB|20260102030405||ADT^A08^ADT_A01|" + controlId
                + "|P|2.5.1\rPID|1||" + String.join("~", patients) + "\r";
    }

    /** PID-3, each repetition a lane. */
    static Set<String> lanes(InboundMessage message) {
        String[] fields = new String(message.wire().bytes(), StandardCharsets.UTF_8).split("\rPID\\|1\\|\\|", 2);
        String patients = fields.length < 2 ? "" : fields[1].strip();
        return patients.isEmpty() ? Set.of() : Set.of(patients.split("~"));
    }

    CompletionStage<Receipt> submit(WireMessage wire) {
        return submit(journal, wire);
    }

    static CompletionStage<Receipt> submit(Journal to, WireMessage wire) {
        return to.messages().record(wire, HeaderPeek.of(wire.bytes()).orElseThrow());
    }

    Receipt record(WireMessage wire) {
        return await(submit(wire));
    }

    MessageId recorded(WireMessage wire) {
        return ((Receipt.Recorded) record(wire)).id();
    }

    static Receipt await(CompletionStage<Receipt> receipt) {
        try {
            return receipt.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    MessageSummary row(MessageId id) {
        return journal.search().read(id).orElseThrow().summary();
    }

    MessageState state(MessageId id) {
        return row(id).state();
    }

    FeedCount count() {
        return journal.counters().snapshot().stream()
                .filter(count -> count.feed().equals(FEED))
                .findFirst()
                .orElseThrow();
    }

    long rows() {
        return jdbc.sql("select count(*) from tributary.message")
                .query(Long.class)
                .single();
    }

    /** Ends every session on this database but our own. */
    void cutConnections() {
        // a connection of the pool may be one that the cut before this one has ended
        JdbcClient.create(unpooled)
                .sql("select pg_terminate_backend(pid) from pg_stat_activity"
                        + " where datname = current_database() and pid <> pg_backend_pid()")
                .query()
                .listOfRows();
    }

    @Override
    public void close() {
        for (int i = open.size() - 1; i >= 0; i--) {
            try {
                open.get(i).close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
        dataSource.close();
    }
}
