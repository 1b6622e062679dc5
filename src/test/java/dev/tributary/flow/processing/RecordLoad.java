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
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * How many messages a second reach the record: the whole engine with its own PostgreSQL (fsync on) and broker, and the
 * senders over MLLP, in one process. No test: it asserts nothing. Run its main; {@code docs/benchmarks.md} has the command.
 */
final class RecordLoad {

    private static final int CONNECTIONS = 8;
    private static final long MOST_QUEUED = 2_000;

    private final FeedCounters counters;
    private final int port;
    private final LoadMessages messages;
    private final AtomicLong next = new AtomicLong();
    private volatile boolean ending;

    private RecordLoad(FeedCounters counters, int port, LoadMessages messages) {
        this.counters = counters;
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
            new RecordLoad(engine.getBean(FeedCounters.class), mllp, messages).run(warmUp, measured);
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
        watch("measured", measured);
        ending = true;
        for (Thread sender : senders) {
            sender.join();
        }
    }

    private void watch(String phase, int seconds) {
        long start = System.nanoTime();
        long first = processed();
        long cpuFirst = cpu();
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
        print(
                "%s: %d processed in %.1f s = %.1f msg/s (%s, %d patients), JVM %.2f cores, failed %d, held %d",
                phase,
                then - first,
                taken,
                (then - first) / taken,
                messages.kind(),
                messages.patients(),
                (cpu() - cpuFirst) / 1e9 / taken,
                count().failedTotal(),
                count().heldTotal());
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

    private static long heap() {
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() >> 20;
    }

    private static void print(String format, Object... values) {
        System.out.printf(Locale.ROOT, format + "%n", values);
        System.out.flush();
    }
}
