package dev.tributary.cli.prove;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** A subscriber on a real socket that keeps what it takes and can be told to behave badly. */
final class SubscriberDesk implements AutoCloseable {

    /** How it behaves. */
    enum Mood {
        WELL,
        DOWN,
        SLOW,
        LYING
    }

    /**
     * One arrival.
     *
     * @param number from 1, in order of arrival
     * @param id of the alert
     * @param attempt the header Tributary-Attempt
     * @param rule that raised it
     * @param kind raised, retracted, ...
     * @param message the journal's number of the message that caused it
     * @param patient the event's partition key; empty if none
     * @param subject what the alert is about
     * @param mood of the desk when it came
     */
    record Arrival(
            int number,
            String id,
            String attempt,
            String rule,
            String kind,
            long message,
            String patient,
            String subject,
            Mood mood) {}

    private static final ObjectMapper JSON = new ObjectMapper();
    /** Longer than the engine is told to wait. */
    private static final long SLOW_SECONDS = 4;

    private final String name;
    private final int port = EngineUnderTest.freePort();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "subscriber");
        thread.setDaemon(true);
        return thread;
    });
    private final List<Arrival> arrivals = new ArrayList<>();
    private volatile Mood mood = Mood.WELL;
    private @Nullable HttpServer server;
    private int lies;

    SubscriberDesk(String name) {
        this.name = name;
        open();
    }

    String name() {
        return name;
    }

    String url() {
        return "http://127.0.0.1:" + port + "/alerts";
    }

    /** @param next from now on */
    synchronized void behave(Mood next) {
        mood = next;
        if (next == Mood.DOWN) {
            closeDoor();
        } else if (server == null) {
            open();
        }
    }

    /** @return everything taken so far, in order of arrival */
    List<Arrival> arrivals() {
        synchronized (arrivals) {
            return List.copyOf(arrivals);
        }
    }

    private synchronized void open() {
        try {
            HttpServer fresh = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            fresh.createContext("/alerts", this::take);
            fresh.setExecutor(threads);
            fresh.start();
            server = fresh;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void closeDoor() {
        HttpServer open = server;
        server = null;
        if (open != null) {
            open.stop(0);
        }
    }

    private void take(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            Mood now = mood;
            boolean refuse = false;
            if (now == Mood.LYING) {
                synchronized (arrivals) {
                    refuse = lies++ % 2 == 0;
                }
            }
            if (refuse) {
                // a proxy's page: the subscriber itself has not seen the alert
                byte[] page = "<html><body>Please log in</body></html>".getBytes(StandardCharsets.US_ASCII);
                exchange.getResponseHeaders().set("Content-Type", "text/html");
                exchange.sendResponseHeaders(200, page.length);
                exchange.getResponseBody().write(page);
                return;
            }
            keep(JSON.readTree(body), exchange.getRequestHeaders().getFirst("Tributary-Attempt"), now);
            if (now == Mood.SLOW) {
                LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(SLOW_SECONDS));
            }
            exchange.sendResponseHeaders(now == Mood.LYING ? 503 : 204, -1);
        }
    }

    private void keep(JsonNode event, @Nullable String attempt, Mood now) {
        synchronized (arrivals) {
            arrivals.add(new Arrival(
                    arrivals.size() + 1,
                    event.path("id").asText(),
                    attempt == null ? "" : attempt,
                    event.path("rule").asText(),
                    event.path("kind").asText(),
                    event.at("/data/message").asLong(),
                    event.path("partitionkey").asText(),
                    event.path("subject").asText(),
                    now));
        }
    }

    @Override
    public synchronized void close() {
        closeDoor();
        threads.shutdownNow();
    }
}
