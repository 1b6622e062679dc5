package dev.tributary.journal;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tributary.hl7.HeaderPeek;
import dev.tributary.hl7.WireMessage;
import dev.tributary.kit.Messages;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * How long a caller waits until its message is durable, against a PostgreSQL with fsync on. No test: it asserts
 * nothing. Run its main; arguments: seconds per measurement (10).
 */
final class JournalBenchmark {

    private static final AtomicLong NEXT = new AtomicLong();

    private JournalBenchmark() {}

    /** @param arguments seconds per measurement */
    public static void main(String[] arguments) throws IOException, InterruptedException, SQLException {
        int seconds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 10;
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                        .setServerConfig("fsync", "on")
                        .setServerConfig("synchronous_commit", "on")
                        .setServerConfig("full_page_writes", "on")
                        .start();
                HikariDataSource pool = pool(postgres)) {
            print("fsync = %s, %s cores", fsync(pool), Runtime.getRuntime().availableProcessors());
            Flyway.configure().dataSource(pool).target("1").load().migrate();
            try (Journal journal = Journal.open(
                    pool, JournalProperties.defaults(), wire -> HeaderPeek.of(wire.bytes()), Clock.systemUTC())) {
                for (int callers : new int[] {1, 50, 1, 50, 200}) {
                    measure(journal, callers, seconds);
                }
                drain(pool, journal);
            }
        }
    }

    private static HikariDataSource pool(EmbeddedPostgres postgres) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(postgres.getPostgresDatabase());
        config.setMaximumPoolSize(10);
        return new HikariDataSource(config);
    }

    private static String fsync(HikariDataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show fsync")) {
            row.next();
            return row.getString(1);
        }
    }

    private static void measure(Journal journal, int callers, int seconds) throws InterruptedException {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        List<long[]> all = new ArrayList<>();
        AtomicLong refused = new AtomicLong();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            Thread thread = new Thread(() -> {
                long[] nanos = call(journal, end, refused);
                synchronized (all) {
                    all.add(nanos);
                }
            });
            threads.add(thread);
            thread.start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        long[] sorted = all.stream().flatMapToLong(Arrays::stream).sorted().toArray();
        print(
                "%d callers: %d msg/s, p50 %.2f ms, p99 %.2f ms, max %.1f ms, refused %d",
                callers,
                sorted.length / seconds,
                millis(sorted, 0.5),
                millis(sorted, 0.99),
                millis(sorted, 1),
                refused.get());
    }

    private static long[] call(Journal journal, long end, AtomicLong refused) {
        long[] nanos = new long[1 << 17];
        int n = 0;
        while (System.nanoTime() < end && n < nanos.length) {
            long number = NEXT.incrementAndGet();
            WireMessage wire = new WireMessage(
                    Messages.adtA01()
                            .withControlId("B" + number)
                            .withPid3("M" + number % 10_000 + "^^^WILLOWBROOK^MR")
                            .bytes(),
                    JournalKit.FEED,
                    "192.0.2.1:1",
                    Clock.systemUTC().instant());
            long began = System.nanoTime();
            Receipt receipt = JournalKit.await(JournalKit.submit(journal, wire));
            nanos[n++] = System.nanoTime() - began;
            if (receipt instanceof Receipt.Recorded recorded) {
                journal.acknowledgments()
                        .sent(
                                recorded.id(),
                                AckOutcome.ACCEPTED,
                                Clock.systemUTC().instant());
            } else {
                refused.incrementAndGet();
            }
        }
        return Arrays.copyOf(nanos, n);
    }

    /** How fast the backlog of the measurements goes through the lanes with a processor that only ends messages. */
    private static void drain(HikariDataSource pool, Journal journal) throws InterruptedException {
        long backlog = queued(pool);
        TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(pool));
        long began = System.nanoTime();
        try (LaneScheduler scheduler = journal.scheduler(
                message -> transaction.executeWithoutResult(
                        status -> journal.transitions().finish(message.id(), Ending.processed("benchmark"))),
                message -> java.util.Set.of(
                        "M" + Long.parseLong(message.header().controlId().substring(1)) % 10_000),
                FailurePolicy.GO_ON)) {
            scheduler.start();
            while (queued(pool) > 0) {
                java.util.concurrent.TimeUnit.MILLISECONDS.sleep(200);
            }
        }
        double took = (System.nanoTime() - began) / 1e9;
        print("%d queued messages through the lanes: %.0f msg/s", backlog, backlog / took);
        print("counters balance: %s", journal.counters().snapshot().stream().allMatch(FeedCount::balances));
        Runtime runtime = Runtime.getRuntime();
        print("heap in use: %d MB", (runtime.totalMemory() - runtime.freeMemory()) >> 20);
    }

    private static long queued(HikariDataSource pool) {
        return JdbcClient.create(pool)
                .sql("select count(*) from tributary.message where state = 'QUEUED'")
                .query(Long.class)
                .single();
    }

    private static double millis(long[] sorted, double quantile) {
        return sorted.length == 0
                ? Double.NaN
                : sorted[(int) Math.min(sorted.length - 1, sorted.length * quantile)] / 1e6;
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
