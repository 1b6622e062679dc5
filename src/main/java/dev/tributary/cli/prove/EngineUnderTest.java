package dev.tributary.cli.prove;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.base.ClockOffset;
import dev.tributary.base.KillPoint;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
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
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The jar in a JVM of its own: started, asked, killed, started again. Its ports stay the same. */
final class EngineUnderTest {

    private static final Duration READY_WITHIN = Duration.ofMinutes(6);
    private static final String PASSWORD = "prove-" + ProcessHandle.current().pid();
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path jar;
    private final Path folder;
    private final List<String> jvmOptions;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private final int mllpPort = freePort();
    private final int httpPort = freePort();
    private String clockOffset = "";
    private volatile @Nullable Process process;
    private int starts;

    /**
     * @param jar tributary.jar
     * @param folder that becomes its working directory
     * @param jvmOptions for its JVM
     */
    EngineUnderTest(Path jar, Path folder, List<String> jvmOptions) throws IOException {
        this.jar = jar;
        this.folder = Files.createDirectories(folder);
        this.jvmOptions = jvmOptions;
        set("server.port", Integer.toString(httpPort));
        set("tributary.feeds.default.port", Integer.toString(mllpPort));
        set("tributary.broker.port", Integer.toString(freePort()));
    }

    void set(String property, String value) {
        settings.put(property, value);
    }

    /** @param offset from the next start on, such as {@code PT-90M}; empty for none */
    void clockOffset(String offset) {
        clockOffset = offset;
    }

    /** @param point where it is to end itself, such as {@code STORED:25}; empty for nowhere */
    void launch(String point) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        if (!point.isEmpty()) {
            command.add("-D" + KillPoint.PROPERTY + "=" + point);
        }
        if (!clockOffset.isEmpty()) {
            command.add("-D" + ClockOffset.PROPERTY + "=" + clockOffset);
        }
        command.add("-jar");
        command.add(jar.toString());
        settings.forEach((property, value) -> command.add("--" + property + "=" + value));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("TRIBUTARY_ADMIN_PASSWORD", PASSWORD);
        builder.environment().put(KillPoint.UNDER_TEST, "yes");
        builder.redirectErrorStream(true);
        builder.redirectOutput(logFile(++starts).toFile());
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return whether it became ready; false if it ended before */
    boolean awaitReady() {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        while (System.nanoTime() < deadline) {
            if (!isAlive()) {
                return false;
            }
            if (isUp()) {
                return true;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(250));
        }
        throw new IllegalStateException(
                "the engine was not ready within " + READY_WITHIN.toMinutes() + " minutes: see " + logFile(starts));
    }

    boolean isAlive() {
        Process running = process;
        return running != null && running.isAlive();
    }

    /** @return of the last process; 137 after a kill */
    int exitValue() {
        Process ended = process;
        return ended == null ? 0 : ended.exitValue();
    }

    /** {@code kill -9}: no shutdown hook runs. */
    void kill() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
            running.onExit().join();
        }
    }

    /** SIGTERM, as a service manager sends it; after two minutes it does not wait any longer. */
    boolean stop() {
        Process running = process;
        if (running == null) {
            return true;
        }
        running.destroy();
        try {
            if (running.waitFor(2, TimeUnit.MINUTES)) {
                return true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        kill();
        return false;
    }

    int httpPort() {
        return httpPort;
    }

    int mllpPort() {
        return mllpPort;
    }

    int starts() {
        return starts;
    }

    Path folder() {
        return folder;
    }

    Path dataFolder() {
        return folder.resolve("data");
    }

    Path logFile(int start) {
        return folder.resolve("engine-" + start + ".log");
    }

    /**
     * @param path {@code /api/feeds/default}
     * @return the answer
     * @throws IOException if there is none, or not 200
     */
    JsonNode get(String path) throws IOException {
        return JSON.readTree(bytes(path));
    }

    /** The same, as bytes. */
    byte[] bytes(String path) throws IOException {
        HttpResponse<byte[]> response = send(path);
        if (response.statusCode() != 200) {
            throw new IOException(path.replaceAll("\\?.*", "") + " is answered with " + response.statusCode());
        }
        return response.body();
    }

    private HttpResponse<byte[]> send(String path) throws IOException {
        String login = Base64.getEncoder().encodeToString(("admin:" + PASSWORD).getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + httpPort + path))
                .header("Authorization", "Basic " + login)
                .timeout(Duration.ofMinutes(3))
                .GET()
                .build();
        try {
            return http.send(request, HttpResponse.BodyHandlers.ofByteArray());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private boolean isUp() {
        try {
            return send("/actuator/health").statusCode() == 200;
        } catch (IOException away) {
            return false;
        }
    }

    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
