package dev.tributary.cli.prove;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The PostgreSQL that the engine brought along, handled from outside as an operating system or an administrator does. */
final class EngineDatabase {

    private static final String BACKEND = "127.0.0.1(";

    private final Path dataFolder;

    EngineDatabase(Path dataFolder) {
        this.dataFolder = dataFolder.toAbsolutePath();
    }

    /** @param mode {@code fast}, or {@code immediate}: without writing anything out */
    boolean stop(String mode) {
        return run("stop", "-m", mode, "-w", "-t", "60");
    }

    /** Starts it again on the port and with the options of its last start. */
    boolean start() {
        // an engine that was killed meanwhile has started it already
        return server().filter(ProcessHandle::isAlive).isPresent()
                || run(
                        "restart",
                        "-w",
                        "-t",
                        "120",
                        "-l",
                        dataFolder.resolve("postgres.log").toString());
    }

    /** {@code kill -9} of one backend. */
    boolean crash() {
        List<ProcessHandle> backends = backends();
        return !backends.isEmpty() && backends.get(0).destroyForcibly();
    }

    /** SIGTERM to every backend. */
    boolean cutConnections() {
        List<ProcessHandle> backends = backends();
        backends.forEach(ProcessHandle::destroy);
        return !backends.isEmpty();
    }

    /** @param signal {@code STOP} or {@code CONT}, to the server and all its processes */
    boolean signal(String signal) {
        Optional<ProcessHandle> server = server();
        if (server.isEmpty()) {
            return false;
        }
        List<String> command = new ArrayList<>(
                List.of("kill", "-" + signal, Long.toString(server.get().pid())));
        server.get().children().forEach(child -> command.add(Long.toString(child.pid())));
        return wait(command);
    }

    /** Ends what a killed engine has left behind. */
    void end() {
        server().ifPresent(server -> {
            // whether it was frozen or not, and whether it still ran or not
            boolean unused = signal("CONT") | stop("immediate");
        });
    }

    private Optional<ProcessHandle> server() {
        Path pidFile = dataFolder.resolve("postgres/postmaster.pid");
        try {
            return Files.exists(pidFile)
                    ? ProcessHandle.of(
                            Long.parseLong(Files.readAllLines(pidFile).get(0).trim()))
                    : Optional.empty();
        } catch (IOException | IndexOutOfBoundsException | NumberFormatException beingWritten) {
            return Optional.empty();
        }
    }

    private List<ProcessHandle> backends() {
        return server().map(server -> server.children()
                        .filter(child -> title(child).contains(BACKEND))
                        .toList())
                .orElse(List.of());
    }

    // PostgreSQL writes what a process does over its command line
    private static String title(ProcessHandle process) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
        } catch (IOException gone) {
            return "";
        }
    }

    private boolean run(String action, String... arguments) {
        List<String> command = new ArrayList<>();
        // as the engine does it: PostgreSQL refuses to run as root
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("unshare", "-U"));
        }
        command.addAll(List.of(programs().resolve("bin/pg_ctl").toString(), action, "-D"));
        command.add(dataFolder.resolve("postgres").toString());
        command.addAll(List.of(arguments));
        return wait(command);
    }

    private Path programs() {
        Path folder = dataFolder.resolve("postgres-programs");
        try (Stream<Path> releases = Files.list(folder)) {
            return releases.filter(release -> Files.exists(release.resolve("bin/pg_ctl")))
                    .findFirst()
                    .orElse(folder);
        } catch (IOException e) {
            return folder;
        }
    }

    private static boolean wait(List<String> command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("LC_ALL", "C");
            // not a pipe: the server inherits it and would keep it open
            Process process =
                    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            process.getOutputStream().close();
            return process.waitFor(3, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
