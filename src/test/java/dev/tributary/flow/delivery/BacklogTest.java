package dev.tributary.flow.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.tributary.alert.Alert;
import dev.tributary.alert.Severity;
import dev.tributary.kit.AlertRig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One subscriber is down while alerts come and come: the other gets each of them once and in order, what waits is on disk,
 * and memory stays flat. {@code -Dbacklog=100000} is the whole of it, as in the nightly profile.
 */
class BacklogTest {

    private static final Logger LOG = LoggerFactory.getLogger(BacklogTest.class);
    private static final int ALERTS = Integer.getInteger("backlog", 600);
    private static final int TOGETHER = 50;
    private static final int PATIENTS = 20;
    private static final long FLAT_BYTES = 96L << 20;
    private static final Duration PATIENCE = Duration.ofMinutes(2).plusMillis(60L * ALERTS);
    private static final Pattern NUMBER = Pattern.compile("alert number ([0-9]+)");

    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger outOfOrder = new AtomicInteger();
    private final int[] last = new int[PATIENTS];

    @Test
    void whoIsDownSlowsNobodyAndCostsNoMemory(@TempDir Path folder) throws IOException {
        HttpServer live = receiver();
        try (AlertRig rig = new AlertRig(
                        folder,
                        Map.of(
                                "live.url",
                                        "http://127.0.0.1:" + live.getAddress().getPort() + "/",
                                "dead.url", "http://127.0.0.1:1/",
                                "dead.retry-min", "50ms",
                                "dead.retry-max", "500ms"))
                .startBroker()) {
            rig.startRelay();
            try (DeliveryRig delivery = new DeliveryRig(rig)) {
                long heap = heap();
                long start = System.nanoTime();
                for (int number = 0; number < ALERTS; number += TOGETHER) {
                    Alert[] some = new Alert[TOGETHER];
                    for (int i = 0; i < TOGETHER; i++) {
                        int each = number + i;
                        some[i] = AlertRig.alert("critical-result", Severity.CRITICAL, "p" + each % PATIENTS, each + 1);
                    }
                    rig.commit(some);
                }
                await().atMost(PATIENCE).until(() -> delivery.depth("alerts.dead") == ALERTS);
                double queued = (System.nanoTime() - start) / 1e9;
                await().atMost(PATIENCE).until(() -> delivery.depth("alerts.live") == 0);
                double delivered = (System.nanoTime() - start) / 1e9;
                long grown = heap() - heap;
                LOG.info(
                        "{} alerts: in both queues after {} s, delivered to the live one after {} s, heap grew by {} kB,"
                                + " {} kB paged",
                        ALERTS,
                        queued,
                        delivered,
                        grown >> 10,
                        paged(folder) >> 10);

                assertThat(taken).hasValue(ALERTS);
                assertThat(outOfOrder).as("out of order within a patient").hasValue(0);
                assertThat(delivery.depth("alerts.dead")).isEqualTo(ALERTS);
                assertThat(paged(folder)).as("the backlog is on disk").isPositive();
                assertThat(grown).as("memory is flat").isLessThan(FLAT_BYTES);
            }
        } finally {
            live.stop(0);
        }
    }

    // keeps nothing, so that what is measured is the engine
    private HttpServer receiver() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ExecutorService threads = Executors.newCachedThreadPool(run -> {
            Thread thread = new Thread(run, "live-receiver");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Matcher number = NUMBER.matcher(body);
            if (number.find()) {
                int each = Integer.parseInt(number.group(1));
                int patient = (each - 1) % PATIENTS;
                if (each <= last[patient]) {
                    outOfOrder.incrementAndGet();
                }
                last[patient] = each;
                taken.incrementAndGet();
            }
            exchange.sendResponseHeaders(202, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static long heap() {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        memory.gc();
        return memory.getHeapMemoryUsage().getUsed();
    }

    private static long paged(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".page"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
