package dev.tributary.cli.prove;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** {@link ProvingBroker} as a process. */
final class OutsideBroker {

    private final Path jar;
    private final Path folder;
    private final int port = EngineUnderTest.freePort();
    private @Nullable Process process;

    OutsideBroker(Path jar, Path folder) throws IOException {
        this.jar = jar;
        this.folder = Files.createDirectories(folder);
    }

    String url() {
        // a client that is cut off tries again by itself, as the settings of a real broker say
        return "tcp://127.0.0.1:" + port;
    }

    void start() throws IOException {
        Process started = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        jar.toString(),
                        ProvingBroker.class.getName(),
                        folder.toAbsolutePath().toString(),
                        Integer.toString(port)))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("broker.log").toFile()))
                .start();
        process = started;
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
        while (started.isAlive() && System.nanoTime() < deadline) {
            try {
                new Socket(InetAddress.getLoopbackAddress(), port).close();
                return;
            } catch (IOException notYet) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(200));
            }
        }
        throw new IOException("the outside broker does not start: see " + folder.resolve("broker.log"));
    }

    void kill() {
        Process running = process;
        if (running != null) {
            running.destroyForcibly();
            running.onExit().join();
        }
    }
}
