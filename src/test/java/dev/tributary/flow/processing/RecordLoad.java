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
    private volatile long end = Long.MAX_VALUE;
    private volatile long queued;
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
     * @param arguments {@code adt} or {@code oru}, patients; then seconds of warm-up and seconds measured, or {@code
     *     messages} and how many; then settings of the engine such as {@code --tributary.store.writer=dao}
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        LoadMessages messages = new LoadMessages(arguments[0], Integer.parseInt(arguments[1]));
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
            Thread gate = new Thread(load::watchQueue, "gate");
            gate.setDaemon(true);
            gate.start();
            if (arguments[2].equals("messages")) {
                load.runMessages(Long.parseLong(arguments[3]));
            } else {
                load.runSeconds(Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
            }
        }
        System.exit(0);
    }

    private void runSeconds(int warmUp, int measured) throws InterruptedException {
        List<Thread> senders = startSenders();
        watch("warm-up", warmUp);
        statements.clear();
        looks.set(0);
        watch("measured", measured);
        printStatements();
        ending = true;
        for (Thread sender : senders) {
            sender.join();
        }
    }

    /** Sends so many, and at each quarter that is processed tells what it cost and what is left on the heap. */
    private void runMessages(long wanted) throws InterruptedException {
        end = wanted;
        List<Thread> senders = startSenders();
        long heapFirst = heapAfterCollection();
        print("before: heap after full collection %d MB", heapFirst);
        Look begin = new Look();
        Look then = begin;
        List<String> quarters = new ArrayList<>();
        for (int quarter = 1; quarter <= 4; quarter++) {
            long due = wanted * quarter / 4;
            int ticks = 0;
            while (done() < due) {
                LockSupport.parkNanos(500_000_000L);
                if (++ticks % 60 == 0) {
                    print("%d of %d, queued %d, heap %d MB", done(), wanted, count().queued(), heap());
                }
            }
            Look now = new Look();
            // the collection's own time counts with the next quarter
            quarters.add(String.format(
                    Locale.ROOT,
                    "quarter %d: %s; heap after full collection %d MB, other memory of the JVM %d MB, classes %d, threads %d",
                    quarter,
                    then.until(now),
                    heapAfterCollection(),
                    ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage().getUsed() >> 20,
                    ManagementFactory.getClassLoadingMXBean().getLoadedClassCount(),
                    ManagementFactory.getThreadMXBean().getThreadCount()));
            print("%s", quarters.get(quarters.size() - 1));
            then = now;
        }
        Look all = new Look();
        for (Thread sender : senders) {
            sender.join();
        }
        printStatements();
        print("---- %d messages (%s, %d patients)", wanted, messages.kind(), messages.patients());
        print("before: heap after full collection %d MB", heapFirst);
        quarters.forEach(quarter -> print("%s", quarter));
        print("all: %s", begin.until(all));
        FeedCount count = count();
        print(
                "received %d, processed %d, queued %d, failed %d, held %d",
                count.received(), count.processed(), count.queued(), count.failedTotal(), count.heldTotal());
        ending = true;
    }

    private List<Thread> startSenders() {
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            Thread sender = new Thread(this::send, "sender-" + i);
            sender.setDaemon(true);
            sender.start();
            senders.add(sender);
        }
        return senders;
    }

    private void printStatements() {
        statements.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(25)
                .forEach(each ->
                        print("%.3f connections busy with %s", (double) each.getValue() / looks.get(), each.getKey()));
    }

    /** Where the counters and the clocks stood. */
    private final class Look {

        private final long at = System.nanoTime();
        private final long processed = processed();
        private final long cpu = cpu();
        private final long database = databaseCpu();
        private final Map<String, Long> threads = ThreadTimes.byKind();

        // on a machine that others use too the rate says little, the work of one message still a lot
        String until(Look later) {
            double seconds = (later.at - at) / 1e9;
            long done = Math.max(1, later.processed - processed);
            StringBuilder parts = new StringBuilder();
            later.threads.entrySet().stream()
                    .map(each -> Map.entry(
                            each.getKey(), (each.getValue() - threads.getOrDefault(each.getKey(), 0L)) / 1e6 / done))
                    .filter(each -> each.getValue() >= 0.01)
                    .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                    .forEach(each ->
                            parts.append(String.format(Locale.ROOT, ", %s %.2f", each.getKey(), each.getValue())));
            return String.format(
                    Locale.ROOT,
                    "%d processed in %.1f s = %.1f msg/s; JVM %.2f cores, %.2f ms a message; database %.2f cores,"
                            + " %.2f ms a message; of the JVM%s",
                    later.processed - processed,
                    seconds,
                    (later.processed - processed) / seconds,
                    (later.cpu - cpu) / 1e9 / seconds,
                    (later.cpu - cpu) / 1e6 / done,
                    (later.database - database) / 1e9 / seconds,
                    (later.database - database) / 1e6 / done,
                    parts.isEmpty() ? "" : parts.substring(1));
        }
    }

    private void watch(String phase, int seconds) {
        Look begin = new Look();
        Look then = begin;
        while (System.nanoTime() - begin.at < seconds * 1_000_000_000L) {
            LockSupport.parkNanos(10_000_000_000L);
            Look now = new Look();
            print(
                    "%s %4.0f s: %.1f msg/s, queued %d, heap %d MB",
                    phase,
                    (now.at - begin.at) / 1e9,
                    (now.processed - then.processed) * 1e9 / (now.at - then.at),
                    count().queued(),
                    heap());
            then = now;
        }
        print("%s (%s, %d patients): %s", phase, messages.kind(), messages.patients(), begin.until(then));
        print("%s: failed %d, held %d", phase, count().failedTotal(), count().heldTotal());
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

    /** Looks at the counters for all senders, since the question costs the database something. */
    private void watchQueue() {
        while (!ending) {
            queued = count().queued();
            LockSupport.parkNanos(100_000_000);
        }
    }

    private void send() {
        try (MllpPeer peer = MllpPeer.connect(port)) {
            for (long n = next.getAndIncrement(); n < end && !ending; n = next.getAndIncrement()) {
                while (!ending && queued > MOST_QUEUED) {
                    LockSupport.parkNanos(20_000_000);
                }
                String answer = peer.send(messages.message(n));
                if (!MllpPeer.msa1(answer).equals("AA")) {
                    print("answer %s", MllpPeer.msa1(answer));
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

    private long done() {
        FeedCount count = count();
        return count.processed() + count.failedTotal() + count.heldTotal();
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

    private static long heapAfterCollection() {
        System.gc();
        return heap();
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
        System.out.flush();
    }
}
