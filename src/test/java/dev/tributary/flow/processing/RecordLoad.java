package dev.tributary.flow.processing;

import com.sun.management.OperatingSystemMXBean;
import dev.tributary.EngineApplication;
import dev.tributary.base.FeedName;
import dev.tributary.journal.FeedCount;
import dev.tributary.journal.FeedCounters;
import dev.tributary.kit.EngineProcess;
import dev.tributary.kit.LoadMessages;
import dev.tributary.kit.MllpPeer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * How many messages a second reach the record: the whole engine with its own PostgreSQL (fsync on) and broker, and the
 * senders over MLLP, in one process. No test: it asserts nothing. Run its main; {@code docs/benchmarks.md} has the command.
 */
final class RecordLoad {

    private static final int CONNECTIONS = 8;
    private static final long MOST_QUEUED = 2_000;

    private final FeedCounters counters;
    private final Path folder;
    private final int port;
    private final LoadMessages messages;
    private final AtomicLong next = new AtomicLong();
    private volatile boolean ending;

    private final Map<String, Integer> statements = new ConcurrentHashMap<>();
    private final AtomicLong looks = new AtomicLong();

    private RecordLoad(FeedCounters counters, Path folder, int port, LoadMessages messages) {
        this.counters = counters;
        this.folder = folder;
        this.port = port;
        this.messages = messages;
    }

    /**
     * @param arguments {@code adt} or {@code oru}, patients, seconds of warm-up, seconds measured; then settings of the
     *     engine such as {@code --tributary.store.writer=dao}
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        LoadMessages messages = new LoadMessages(arguments[0], Integer.parseInt(arguments[1]));
        int warmUp = Integer.parseInt(arguments[2]);
        int measured = Integer.parseInt(arguments[3]);
        Path folder = Files.createTempDirectory(Path.of("target"), "record-load");
        int mllp = EngineProcess.freePort();
        List<String> settings = new ArrayList<>(List.of(
                "--tributary.data-dir=" + folder,
                "--server.port=0",
                "--tributary.feeds.default.port=" + mllp,
                "--tributary.broker.port=" + EngineProcess.freePort(),
                "--tributary.admin-password=of-no-use-here"));
        settings.addAll(List.of(arguments).subList(4, arguments.length));
        try (ConfigurableApplicationContext engine =
                new SpringApplication(EngineApplication.class).run(settings.toArray(String[]::new))) {
            RecordLoad load = new RecordLoad(engine.getBean(FeedCounters.class), folder, mllp, messages);
            Thread watcher = new Thread(() -> load.watchStatements(engine.getBean(DataSource.class)), "watcher");
            watcher.setDaemon(true);
            watcher.start();
            load.run(warmUp, measured);
        }
        System.exit(0);
    }

    private void run(int warmUp, int measured) throws InterruptedException {
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            Thread sender = new Thread(this::send, "sender-" + i);
            sender.setDaemon(true);
            sender.start();
            senders.add(sender);
        }
        watch("warm-up", warmUp);
        statements.clear();
        looks.set(0);
        watch("measured", measured);
        statements.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(25)
                .forEach(each ->
                        print("%.3f connections busy with %s", (double) each.getValue() / looks.get(), each.getKey()));
        ending = true;
        for (Thread sender : senders) {
            sender.join();
        }
    }

    private void watch(String phase, int seconds) {
        long start = System.nanoTime();
        long first = processed();
        long cpuFirst = cpu();
        long databaseFirst = databaseCpu();
        long compilerFirst = ManagementFactory.getCompilationMXBean().getTotalCompilationTime();
        long then = first;
        long at = start;
        while (System.nanoTime() - start < seconds * 1_000_000_000L) {
            LockSupport.parkNanos(10_000_000_000L);
            long now = processed();
            double taken = (System.nanoTime() - at) / 1e9;
            print(
                    "%s %4.0f s: %.1f msg/s, queued %d, heap %d MB",
                    phase, (System.nanoTime() - start) / 1e9, (now - then) / taken, count().queued(), heap());
            then = now;
            at = System.nanoTime();
        }
        double taken = (System.nanoTime() - start) / 1e9;
        long done = Math.max(1, then - first);
        print(
                "%s: %d processed in %.1f s = %.1f msg/s (%s, %d patients), failed %d, held %d",
                phase,
                then - first,
                taken,
                (then - first) / taken,
                messages.kind(),
                messages.patients(),
                count().failedTotal(),
                count().heldTotal());
        // on a machine that others use too the rate says little, the work of one message still a lot
        print(
                "%s: JVM %.2f cores, %.2f ms a message, of it compilers %.2f ms; database %.2f cores, %.2f ms a message",
                phase,
                (cpu() - cpuFirst) / 1e9 / taken,
                (cpu() - cpuFirst) / 1e6 / done,
                (double) (ManagementFactory.getCompilationMXBean().getTotalCompilationTime() - compilerFirst) / done,
                (databaseCpu() - databaseFirst) / 1e9 / taken,
                (databaseCpu() - databaseFirst) / 1e6 / done);
    }

    /** What the database's connections are busy with, seen ten times a second. */
    private void watchStatements(DataSource database) {
        JdbcTemplate sql = new JdbcTemplate(database);
        while (!ending) {
            LockSupport.parkNanos(100_000_000);
            looks.incrementAndGet();
            sql.queryForList("""
                            select left(regexp_replace(query, '\\s+', ' ', 'g'), 70)
                                || coalesce(' [' || wait_event || ']', '')
                            from pg_stat_activity
                            where state = 'active' and pid <> pg_backend_pid() and backend_type = 'client backend'
                            """, String.class).forEach(one -> statements.merge(one, 1, Integer::sum));
        }
    }

    private void send() {
        try (MllpPeer peer = MllpPeer.connect(port)) {
            while (!ending) {
                long n = next.getAndIncrement();
                String answer = peer.send(messages.message(n));
                if (!MllpPeer.msa1(answer).equals("AA")) {
                    print("answer %s", MllpPeer.msa1(answer));
                }
                if (n % 50 == 0) {
                    while (!ending && count().queued() > MOST_QUEUED) {
                        LockSupport.parkNanos(50_000_000);
                    }
                }
            }
        }
    }

    private FeedCount count() {
        return counters.snapshot().stream()
                .filter(each -> each.feed().equals(FeedName.DEFAULT))
                .findFirst()
                .orElse(new FeedCount(
                        FeedName.DEFAULT, 0, 0, 0, Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), null, null));
    }

    private long processed() {
        return count().processed();
    }

    private static long cpu() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    }

    /** Of the server and all its backends that live. */
    private long databaseCpu() {
        try (Stream<Path> files = Files.walk(folder, 3)) {
            Path pid = files.filter(file -> file.endsWith("postmaster.pid"))
                    .findFirst()
                    .orElseThrow();
            ProcessHandle server = ProcessHandle.of(
                            Long.parseLong(Files.readAllLines(pid).get(0).strip()))
                    .orElseThrow();
            return Stream.concat(Stream.of(server), server.descendants())
                    .flatMap(process -> process.info().totalCpuDuration().stream())
                    .mapToLong(Duration::toNanos)
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long heap() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
        System.out.flush();
    }
}
