package dev.tributary.flow.database;

import dev.tributary.base.LogKey;
import dev.tributary.base.PrivateFile;
import dev.tributary.base.Problem;
import dev.tributary.base.ProblemsException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The PostgreSQL that comes along, for one machine without a database of its own. It listens on loopback only and asks
 * for a password that stands in the data folder, readable by the engine's user alone.
 *
 * <p>The server is a process of its own and outlives an engine that is killed. The next engine finds it by
 * {@code postmaster.pid}, stops it in good order and starts anew, so that no transaction of the dead engine is left
 * open and settings of a new release count. The caller holds the {@link EngineLock}.
 */
public final class PostgresServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresServer.class);
    private static final String USER = "tributary";
    private static final int PORT_ATTEMPTS = 5;

    private final Path home;
    private final Path data;
    private final Path passwordFile;
    private final Path log;
    private final Duration patience;
    private final List<String> prefix;
    private final int maxConnections;
    private int port;
    private ProcessHandle process;

    private PostgresServer(Path dataFolder, Path home, int maxConnections, Duration patience) throws IOException {
        this.home = home;
        this.maxConnections = maxConnections;
        this.process = ProcessHandle.current();
        this.data = dataFolder.resolve("postgres");
        this.passwordFile = dataFolder.resolve("postgres.password");
        this.log = dataFolder.resolve("postgres.log");
        this.patience = patience;
        this.prefix = isRoot(dataFolder) ? List.of("unshare", "-U") : List.of();
    }

    /**
     * Starts the server on its data directory, which is made if it is not there.
     *
     * @param dataFolder of the engine
     * @param port on loopback; 0: any free one
     * @param maxConnections how many clients at once
     * @param patience how long recovery may take
     * @return the server, ready
     * @throws ProblemsException if it cannot be started, with the place of its log
     */
    public static PostgresServer start(Path dataFolder, int port, int maxConnections, Duration patience) {
        try {
            Path absolute = Files.createDirectories(dataFolder).toRealPath();
            Path home = PostgresBinaries.unpackInto(absolute.resolve("postgres-programs"));
            PostgresServer server = new PostgresServer(absolute, home, maxConnections, patience);
            server.initialize();
            server.stopOrphan();
            server.launch(port);
            return server;
        } catch (IOException e) {
            throw new ProblemsException(List.of(new Problem(
                    dataFolder.toString(),
                    0,
                    "the engine's own PostgreSQL cannot be set up: " + e.getMessage(),
                    "check the rights and the free space of the data folder")));
        }
    }

    /** @return for the driver */
    public String jdbcUrl() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?reWriteBatchedInserts=true&ApplicationName=tributary";
    }

    /** @return the owner of everything in it */
    public String username() {
        return USER;
    }

    /** @return as kept in the data folder */
    public String password() {
        try {
            return Files.readString(passwordFile).strip();
        } catch (IOException e) {
            throw problem(passwordFile, "the password of the engine's own PostgreSQL cannot be read", "");
        }
    }

    /** @return where it listens on loopback */
    public int port() {
        return port;
    }

    /** Stops the server; open transactions are rolled back, everything committed is on the disk. */
    @Override
    public void close() {
        Outcome outcome = run("pg_ctl", "stop", "-D", data.toString(), "-m", "fast", "-w", "-t", "60");
        if (!outcome.isGood()) {
            LOG.atWarn().addKeyValue(LogKey.STATE, outcome.exit()).log("own PostgreSQL did not stop in time");
        }
    }

    private void initialize() throws IOException {
        if (Files.exists(data.resolve("PG_VERSION"))) {
            checkVersion();
            return;
        }
        if (!Files.exists(passwordFile)) {
            writePassword();
        }
        Path unfinished = Files.createTempDirectory(data.getParent(), "postgres-new");
        Outcome outcome = run(
                "initdb",
                "--pgdata=" + unfinished,
                "--username=" + USER,
                "--pwfile=" + passwordFile,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--data-checksums");
        if (!outcome.isGood()) {
            throw problem(data, "the engine's own PostgreSQL cannot make its files: " + outcome.lastLine(), cure());
        }
        // a directory that is half made must never be taken for a database
        Files.move(unfinished, data, StandardCopyOption.ATOMIC_MOVE);
    }

    private void checkVersion() throws IOException {
        String ofData = Files.readString(data.resolve("PG_VERSION")).strip();
        String ofPrograms = run("postgres", "--version").lastLine();
        if (!ofPrograms.matches(".* " + ofData + "[. ].*")) {
            throw problem(
                    data,
                    "the files are of PostgreSQL " + ofData + ", the programs are " + ofPrograms,
                    "start once with the engine release that made them and dump, or upgrade them with pg_upgrade");
        }
    }

    private void writePassword() throws IOException {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        PrivateFile.write(passwordFile, Base64.getUrlEncoder().withoutPadding().encodeToString(random));
    }

    private void stopOrphan() {
        if (!Files.exists(data.resolve("postmaster.pid"))) {
            return;
        }
        boolean alive = run("pg_ctl", "status", "-D", data.toString()).isGood();
        if (!alive) {
            return; // the machine went down with it: PostgreSQL recovers by itself
        }
        LOG.atInfo().log("own PostgreSQL outlived the last engine: stopping it in good order");
        for (String mode : List.of("fast", "immediate")) {
            if (run("pg_ctl", "stop", "-D", data.toString(), "-m", mode, "-w", "-t", "60")
                    .isGood()) {
                return;
            }
        }
        throw problem(
                data,
                "a PostgreSQL still runs on these files and does not stop",
                "end the process named in the first line of postmaster.pid");
    }

    /** @return whether the server's process is there; asks no connection of it */
    boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Starts a server that ended by itself, on the port it had.
     *
     * @throws ProblemsException if it does not start
     */
    void startAgain() {
        try {
            launch(port);
        } catch (IOException e) {
            throw problem(data, "the engine's own PostgreSQL cannot be started again: " + e.getMessage(), cure());
        }
    }

    private void launch(int wanted) throws IOException {
        Outcome outcome = Outcome.NONE;
        for (int attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
            port = wanted == 0 ? freePort() : wanted;
            outcome = run(
                    "pg_ctl",
                    "start",
                    "-D",
                    data.toString(),
                    "-l",
                    log.toString(),
                    "-w",
                    "-t",
                    Long.toString(patience.toSeconds()),
                    "-o",
                    options());
            if (outcome.isGood()) {
                // the first line of its file is the process (PostgreSQL: "postmaster.pid")
                String pid = Files.readAllLines(data.resolve("postmaster.pid"))
                        .get(0)
                        .strip();
                process = ProcessHandle.of(Long.parseLong(pid)).orElseThrow(() -> new IOException("it ended at once"));
                return;
            }
        }
        throw problem(
                data,
                "the engine's own PostgreSQL does not start on port " + port + ": " + outcome.lastLine(),
                "see " + log + "; " + cure());
    }

    private String options() {
        List<String> options = new ArrayList<>();
        options.add("-p " + port);
        for (String setting : List.of(
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "max_connections=" + maxConnections,
                // invariant 1: what is acknowledged survives a power cut
                "fsync=on",
                "synchronous_commit=on",
                "full_page_writes=on",
                // invariant 11: a failed statement or a broken unique key would quote patients
                "log_min_error_statement=panic",
                "log_error_verbosity=terse",
                "log_min_messages=warning",
                "timezone=UTC",
                "shared_buffers=256MB",
                "max_wal_size=2GB",
                // after a checkpoint each page goes into the log whole, and the keys of the store's indexes are hashes:
                // few
                // of them share a page. How long recovery takes is bounded by max_wal_size
                "checkpoint_timeout=15min",
                // our statements are short: compiling them costs more than it saves
                "jit=off")) {
            options.add("-c " + setting);
        }
        return String.join(" ", options);
    }

    private String cure() {
        return prefix.isEmpty()
                ? "or use a PostgreSQL of yours with tributary.database.url"
                : "PostgreSQL never runs as root and this machine may not allow the user name space that helps: start the"
                        + " engine as another user, or use a PostgreSQL of yours with tributary.database.url";
    }

    private Outcome run(String program, String... arguments) {
        List<String> command = new ArrayList<>(prefix);
        command.add(home.resolve("bin").resolve(program).toString());
        command.addAll(List.of(arguments));
        Path output = null;
        try {
            // a file, not a pipe: the server inherits it and would keep a pipe open for ever
            output = Files.createTempFile("tributary", ".out");
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().put("LC_ALL", "C");
            Process process = builder.redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(patience.toSeconds() + 60, TimeUnit.SECONDS)) {
                process.destroy();
                return new Outcome(-1, program + " did not end");
            }
            return new Outcome(process.exitValue(), Files.readString(output));
        } catch (IOException e) {
            return new Outcome(-1, program + " cannot be run");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Outcome(-1, "interrupted while waiting for " + program);
        } finally {
            if (output != null && !output.toFile().delete()) {
                output.toFile().deleteOnExit();
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** PostgreSQL refuses to run as root; in a user name space of its own it is nobody. */
    private static boolean isRoot(Path folder) throws IOException {
        if (!System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux")) {
            return false;
        }
        Path probe = Files.createTempFile(folder, "owner", "");
        try {
            return Integer.valueOf(0).equals(Files.getAttribute(probe, "unix:uid", LinkOption.NOFOLLOW_LINKS));
        } finally {
            Files.delete(probe);
        }
    }

    private static ProblemsException problem(Path place, String what, String cure) {
        return new ProblemsException(List.of(new Problem(place.toString(), 0, what, cure)));
    }

    private record Outcome(int exit, String output) {
        static final Outcome NONE = new Outcome(-1, "");

        boolean isGood() {
            return exit == 0;
        }

        String lastLine() {
            return output.lines()
                    .filter(line -> !line.isBlank())
                    .reduce("", (first, second) -> second)
                    .strip();
        }
    }
}
