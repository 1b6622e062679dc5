package dev.tributary.flow.delivery;

import com.sun.net.httpserver.HttpServer;
import dev.tributary.EngineApplication;
import dev.tributary.alert.Alert;
import dev.tributary.alert.Severity;
import dev.tributary.alert.broker.SubscriberQueues;
import dev.tributary.alert.outbox.Outbox;
import dev.tributary.base.FeedName;
import dev.tributary.journal.FeedCount;
import dev.tributary.journal.FeedCounters;
import dev.tributary.kit.AlertRig;
import dev.tributary.kit.EngineProcess;
import dev.tributary.kit.LoadMessages;
import dev.tributary.kit.MllpPeer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * How soon a critical result is with its subscriber, and how many queues an alert reaches a second: the whole engine with
 * its own PostgreSQL (fsync on) and broker, senders and subscriber in one process. No test: it asserts nothing.
 * {@code docker/alert-load.sh} runs it and draws what it has measured; {@code -Dcsv=FILE} keeps the raw figures.
 */
final class AlertLoad {

    private static final Pattern NUMBER = Pattern.compile("Potassium 7\\.([0-9]+)");
    private static final int BACKGROUND_CONNECTIONS = 4;
    private static final int PATIENTS = 10_000;

    private final Map<Long, Long> arrived = new ConcurrentHashMap<>();
    private final AtomicLong background = new AtomicLong();
    private final ConfigurableApplicationContext engine;
    private final int port;
    private long next = 100_000;
    private volatile boolean ending;
    private PrintStream raw = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);

    private AlertLoad(ConfigurableApplicationContext engine, int port) {
        this.engine = engine;
        this.port = port;
    }

    /**
     * @param arguments {@code latency}, seconds of warm-up, seconds measured, background messages a second (0: idle); or
     *     {@code fanout}, subscribers, alerts; then settings of the engine
     */
    public static void main(String[] arguments) throws IOException {
        boolean fanout = arguments[0].equals("fanout");
        long started = System.nanoTime();
        int mllp = EngineProcess.freePort();
        HttpServer subscriber = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        List<String> settings = new ArrayList<>(List.of(
                "--tributary.data-dir=" + Files.createTempDirectory(Path.of("target"), "alert-load"),
                "--server.port=0",
                "--tributary.feeds.default.port=" + mllp,
                "--tributary.broker.port=" + EngineProcess.freePort(),
                "--tributary.admin-password=of-no-use-here"));
        if (fanout) {
            for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
                settings.add("--tributary.subscribers.s" + i + ".severities=critical,warning");
            }
        } else {
            settings.add("--tributary.subscribers.pager.url=http://127.0.0.1:"
                    + subscriber.getAddress().getPort() + "/");
            settings.add("--tributary.subscribers.pager.rules=critical-result");
        }
        settings.addAll(List.of(arguments).subList(fanout ? 3 : 4, arguments.length));
        try (ConfigurableApplicationContext engine =
                new SpringApplication(EngineApplication.class).run(settings.toArray(String[]::new))) {
            AlertLoad load = new AlertLoad(engine, mllp);
            print("started in %.1f s", (System.nanoTime() - started) / 1e9);
            if (fanout) {
                load.fanOut(Integer.parseInt(arguments[1]), Integer.parseInt(arguments[2]));
            } else {
                load.listen(subscriber);
                load.background(Integer.parseInt(arguments[3]));
                load.latency("warm-up", Integer.parseInt(arguments[1]));
                try (PrintStream kept = raw("second,latency_ms")) {
                    load.raw = kept;
                    load.latency("measured", Integer.parseInt(arguments[2]));
                }
                load.ending = true;
            }
        }
        System.exit(0);
    }

    // one line for each result that was measured
    private static PrintStream raw(String heads) throws IOException {
        String file = System.getProperty("csv", "");
        PrintStream raw = new PrintStream(
                file.isEmpty() ? OutputStream.nullOutputStream() : Files.newOutputStream(Path.of(file)),
                false,
                StandardCharsets.UTF_8);
        raw.println(heads);
        return raw;
    }

    private void listen(HttpServer subscriber) {
        subscriber.setExecutor(Executors.newFixedThreadPool(2));
        subscriber.createContext("/", exchange -> {
            long now = System.nanoTime();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
            Matcher number = NUMBER.matcher(body);
            if (number.find()) {
                arrived.putIfAbsent(Long.parseLong(number.group(1)), now);
            }
        });
        subscriber.start();
    }

    private void background(int perSecond) {
        LoadMessages messages = new LoadMessages("adt", PATIENTS);
        long pause = perSecond == 0 ? 0 : 1_000_000_000L * BACKGROUND_CONNECTIONS / perSecond;
        for (int i = 0; i < BACKGROUND_CONNECTIONS && perSecond > 0; i++) {
            Thread sender = new Thread(
                    () -> {
                        try (MllpPeer peer = MllpPeer.connect(port)) {
                            long due = System.nanoTime();
                            while (!ending) {
                                var unused = peer.send(messages.message(background.getAndIncrement()));
                                due += pause;
                                LockSupport.parkNanos(due - System.nanoTime());
                            }
                        }
                    },
                    "background-" + i);
            sender.setDaemon(true);
            sender.start();
        }
    }

    // five critical results a second, each of another patient
    private void latency(String phase, int seconds) {
        List<long[]> sent = new ArrayList<>();
        long startedAt = System.nanoTime();
        long backgroundAt = background.get();
        try (MllpPeer lab = MllpPeer.connect(port)) {
            long due = startedAt;
            while (System.nanoTime() - startedAt < seconds * 1_000_000_000L) {
                long number = next++;
                byte[] frame = MllpPeer.frame(critical(number));
                lab.write(frame);
                sent.add(new long[] {number, System.nanoTime()});
                var unused = lab.readAnswer();
                due += 200_000_000L;
                LockSupport.parkNanos(due - System.nanoTime());
            }
        }
        double taken = (System.nanoTime() - startedAt) / 1e9;
        double rate = (background.get() - backgroundAt) / taken;
        long queued = queued();
        long patience = System.nanoTime() + 20_000_000_000L;
        while (System.nanoTime() < patience && !sent.stream().allMatch(each -> arrived.containsKey(each[0]))) {
            LockSupport.parkNanos(10_000_000);
        }
        for (long[] each : sent) {
            Long at = arrived.get(each[0]);
            raw.println(String.format(
                    Locale.ROOT,
                    "%.3f,%s",
                    (each[1] - startedAt) / 1e9,
                    at == null ? "" : String.format(Locale.ROOT, "%.2f", (at - each[1]) / 1e6)));
        }
        double[] millis = sent.stream()
                .filter(each -> arrived.containsKey(each[0]))
                .mapToDouble(each -> (arrived.getOrDefault(each[0], each[1]) - each[1]) / 1e6)
                .sorted()
                .toArray();
        print(
                "%s: %d critical results, %d delivered, background %.1f msg/s (%d queued at the end): p50 %.1f   p90 %.1f   p99 %.1f   max %.1f ms",
                phase,
                sent.size(),
                millis.length,
                rate,
                queued,
                at(millis, 0.5),
                at(millis, 0.9),
                at(millis, 0.99),
                at(millis, 1));
    }

    private void fanOut(int subscribers, int alerts) throws IOException {
        raw = raw("round,deliveries,seconds,deliveries_per_second");
        Outbox outbox = engine.getBean(Outbox.class);
        SubscriberQueues queues = engine.getBean(SubscriberQueues.class);
        TransactionTemplate transaction = new TransactionTemplate(engine.getBean(PlatformTransactionManager.class));
        for (int round = 0; round < 4; round++) {
            long before = total(queues);
            long start = System.nanoTime();
            for (int i = 0; i < alerts; i++) {
                Alert alert = AlertRig.alert("critical-result", Severity.CRITICAL, "p" + i, round * alerts + i);
                transaction.executeWithoutResult(status -> outbox.add(List.of(alert)));
            }
            while (outbox.depth() > 0) {
                LockSupport.parkNanos(5_000_000);
            }
            double taken = (System.nanoTime() - start) / 1e9;
            long delivered = total(queues) - before;
            raw.println(String.format(Locale.ROOT, "%d,%d,%.3f,%.0f", round, delivered, taken, delivered / taken));
            raw.flush();
            print(
                    "round %d: %d alerts to %d subscribers: %d in queues in %.2f s = %.0f deliveries/s",
                    round, alerts, subscribers, delivered, taken, delivered / taken);
        }
    }

    private static long total(SubscriberQueues queues) {
        return queues.depths().values().stream().mapToLong(Long::longValue).sum();
    }

    private long queued() {
        return engine.getBean(FeedCounters.class).snapshot().stream()
                .filter(each -> each.feed().equals(FeedName.DEFAULT))
                .mapToLong(FeedCount::queued)
                .sum();
    }

    private static byte[] critical(long number) {
        String mrn = "CR" + number;
        String order = "P" + number + "^EHR|F" + number + "^LIS";
        return (String.join(
                                "\r",
                                "MSH|^~\\&|LIS|WILLOWBROOK|TRIBUTARY|HUB|20260301090000+0000||ORU^R01^ORU_R01|C-"
                                        + number + "|P|2.5.1",
                                "PID|1||" + mrn + "^^^WILLOWBROOK^MR||Testa^Load^" + mrn + "||19700101|F",
                                "PV1|1|I|4W^412^1^WILLOWBROOK||||||||||||||||V" + mrn + "^^^WILLOWBROOK^VN",
                                "ORC|RE|" + order,
                                "OBR|1|" + order
                                        + "|2823-3^Potassium^LN|||20260301083000+0000|||||||||4410^Fenwick^Tobias"
                                        + "||||||20260301090000+0000||LAB|F",
                                "OBX|1|NM|2823-3^Potassium^LN||7." + number
                                        + "|mmol/L^^UCUM|3.5-5.1|HH|||F|||20260301083000+0000")
                        + "\r")
                .getBytes(StandardCharsets.UTF_8);
    }

    private static double at(double[] sorted, double share) {
        return sorted.length == 0
                ? Double.NaN
                : sorted[(int) Math.min(sorted.length - 1L, Math.ceil(share * sorted.length) - 1)];
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
        System.out.flush();
    }
}
