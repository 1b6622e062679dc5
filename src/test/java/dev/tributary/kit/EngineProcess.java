package dev.tributary.kit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The runnable jar in a JVM of its own, on a data folder and ports of its own: started, asked, killed, started again. */
public final class EngineProcess implements AutoCloseable {

    /** The password of {@code admin} in every engine under test. */
    public static final String PASSWORD = "correct-horse-battery";

    private static final Duration READY_WITHIN = Duration.ofMinutes(4);

    private final Path folder;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final int mllpPort = freePort();
    private final int httpPort = freePort();
    private final int brokerPort = freePort();
    private Process process;
    private int starts;

    /** @param folder an empty folder that becomes the engine's working directory */
    public EngineProcess(Path folder) {
        this.folder = folder;
        set("server.port", Integer.toString(httpPort));
        set("tributary.feeds.default.port", Integer.toString(mllpPort));
        set("tributary.broker.port", Integer.toString(brokerPort));
    }

    /** Adds a setting for the next start. */
    public EngineProcess set(String property, String value) {
        settings.put(property, value);
        return this;
    }

    /** Writes a file of the user's into the working directory, such as {@code config/application.yaml}. */
    public EngineProcess file(String name, String content) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.writeString(file, content);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the jar and waits until its health is UP. */
    public EngineProcess start() {
        launch();
        Awaitility.await("engine is up")
                .atMost(READY_WITHIN)
                .pollInterval(Duration.ofMillis(250))
                .failFast("the engine ended: " + output(), () -> !process.isAlive())
                .until(this::isUp);
        return this;
    }

    /** Starts the jar and waits for its end, as with a broken configuration. */
    public int startAndExpectExit() {
        launch();
        try {
            if (!process.waitFor(READY_WITHIN.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the engine runs on");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return process.exitValue();
    }

    /**
     * Starts the jar so that it dies at one of its steps, as by {@code kill -9}.
     *
     * @param point a {@code KillPoint}
     * @param meanwhile done again and again until it is dead: sends what makes it come by that point
     */
    public void startAndDieAt(String point, Runnable meanwhile) {
        launch("-Dtributary.test.kill-at=" + point);
        Awaitility.await("died at " + point)
                .atMost(READY_WITHIN)
                .pollInterval(Duration.ofMillis(250))
                .until(() -> {
                    if (process.isAlive()) {
                        meanwhile.run();
                    }
                    return !process.isAlive();
                });
        if (process.exitValue() != 137) {
            throw new AssertionError("not killed but ended: " + output());
        }
    }

    private void launch(String... jvm) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1g"));
        command.addAll(List.of(jvm));
        command.add("-jar");
        command.add(Path.of("target", "tributary.jar").toAbsolutePath().toString());
        settings.forEach((property, value) -> command.add("--" + property + "=" + value));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("TRIBUTARY_ADMIN_PASSWORD", PASSWORD);
        if (jvm.length > 0) {
            builder.environment().put("TRIBUTARY_UNDER_TEST", "yes");
        }
        builder.redirectErrorStream(true);
        builder.redirectOutput(logFile(++starts).toFile());
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code kill -9}: no shutdown hook runs. */
    public void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** {@code kill -9} of the database server that the engine brought along, as the kernel does it for want of memory. */
    public void killDatabase() {
        ProcessHandle server = ProcessHandle.of(databaseProcess()).orElseThrow();
        server.destroyForcibly();
        server.onExit().join();
    }

    /** SIGTERM, as a service manager sends it. */
    public void stop() {
        process.destroy();
        process.onExit().join();
    }

    /** @return everything the engine has printed in all its starts */
    public String output() {
        StringBuilder all = new StringBuilder();
        for (int start = 1; start <= starts; start++) {
            try {
                all.append(Files.readString(logFile(start), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return all.toString();
    }

    /** @return the port of the feed {@code default} */
    public int mllpPort() {
        return mllpPort;
    }

    /** @return the port that outside JMS and AMQP clients use */
    public int brokerPort() {
        return brokerPort;
    }

    /** @return the working directory */
    public Path folder() {
        return folder;
    }

    /** GET with the login of {@code admin}. */
    public HttpResponse<String> get(String path) {
        return exchange(HttpRequest.newBuilder(uri(path)).GET(), "admin", PASSWORD);
    }

    /** POST with the login of {@code admin}. */
    public HttpResponse<String> post(String path, String contentType, byte[] body) {
        return exchange(
                HttpRequest.newBuilder(uri(path))
                        .header("Content-Type", contentType)
                        .POST(HttpRequest.BodyPublishers.ofByteArray(body)),
                "admin",
                PASSWORD);
    }

    /** Any request with any login. */
    public HttpResponse<String> exchange(HttpRequest.Builder request, String user, String password) {
        String credentials =
                Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        return send(request.header("Authorization", "Basic " + credentials));
    }

    /** A request without login. */
    public HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return http.send(request.timeout(Duration.ofSeconds(60)).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** @return the address of a path on the engine's HTTP port */
    public URI uri(String path) {
        return URI.create("http://127.0.0.1:" + httpPort + path);
    }

    /** Stops the engine, and the database server it brought along where a kill left it behind. */
    @Override
    public void close() {
        if (process != null && process.isAlive()) {
            stop();
        }
        if (Files.exists(folder.resolve("data/postgres/postmaster.pid"))) {
            ProcessHandle.of(databaseProcess()).ifPresent(ProcessHandle::destroy);
        }
    }

    private long databaseProcess() {
        try {
            Path pidFile = folder.resolve("data/postgres/postmaster.pid");
            return Long.parseLong(Files.readAllLines(pidFile).get(0).trim());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return whether {@code /actuator/health} answers 200 at this moment */
    public boolean isHealthy() {
        return isUp();
    }

    private boolean isUp() {
        try {
            return send(HttpRequest.newBuilder(uri("/actuator/health")).GET()).statusCode() == 200;
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    private Path logFile(int start) {
        return folder.resolve("engine-" + start + ".log");
    }

    /** @return a port that was free a moment ago */
    public static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
