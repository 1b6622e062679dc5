package dev.tributary.flow.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tributary.base.ProblemsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {

    private final Path folder;

    PostgresServerTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private @Nullable PostgresServer server;

    @AfterEach
    void stop() {
        if (server == null && Files.exists(folder.resolve("postgres/postmaster.pid"))) {
            start(); // a failed test must leave no orphan behind
        }
        if (server != null) {
            server.close();
        }
    }

    @Test
    void keepsWhatIsCommittedOverARestart() throws Exception {
        start();
        execute("create table kept (n int)");
        execute("insert into kept values (7)");
        running().close();

        start();

        assertThat(query("select n from kept")).isEqualTo("7");
    }

    @Test
    void writesThroughToTheDisk() throws Exception {
        start();

        assertThat(query("show fsync")).isEqualTo("on");
        assertThat(query("show synchronous_commit")).isEqualTo("on");
        assertThat(query("show full_page_writes")).isEqualTo("on");
        assertThat(query("show data_checksums")).isEqualTo("on");
    }

    @Test
    void listensOnLoopbackOnlyAndAsksForThePasswordOfTheDataFolder() throws Exception {
        start();

        assertThat(query("show listen_addresses")).isEqualTo("127.0.0.1");
        assertThat(query("show unix_socket_directories")).isEmpty();
        assertThatThrownBy(() -> DriverManager.getConnection(
                                running().jdbcUrl(), running().username(), "guess")
                        .close())
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
        Path password = folder.resolve("postgres.password");
        if (Files.getFileStore(password).supportsFileAttributeView("posix")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(password)))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void itsLogQuotesNoValues() throws Exception {
        start();
        execute("create table person (name text primary key)");
        execute("insert into person values ('Zebedee')");

        assertThatThrownBy(() -> execute("insert into person values ('Zebedee')"))
                .isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> execute("insert into nowhere values ('Zebedee')"))
                .isInstanceOf(SQLException.class);

        running().close();
        assertThat(Files.readString(folder.resolve("postgres.log"))).doesNotContain("Zebedee");
    }

    @Test
    void takesOverAfterTheEngineWasKilledAndHasEveryCommittedRow() throws Exception {
        Path said = folder.resolve("said");
        Process engine = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        CommitsUntilKilled.class.getName(),
                        folder.toString())
                .redirectOutput(said.toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            await().atMost(Duration.ofMinutes(2)).until(() -> lastNumber(said) >= 200);
        } finally {
            engine.destroyForcibly().waitFor();
        }
        int committed = lastNumber(said);
        String orphan =
                Files.readAllLines(folder.resolve("postgres/postmaster.pid")).get(0);
        assertThat(ProcessHandle.of(Long.parseLong(orphan.strip())))
                .as("orphan server")
                .isPresent();

        EngineLock lock = EngineLock.take(folder);
        start();

        int kept = Integer.parseInt(query("select count(*) from kept"));
        assertThat(kept).isBetween(committed, committed + 1);
        assertThat(query("select max(n) from kept")).isEqualTo(Integer.toString(kept));
        assertThat(Files.readAllLines(folder.resolve("postgres/postmaster.pid")).get(0))
                .isNotEqualTo(orphan);
        lock.close();
    }

    @Test
    void refusesFilesOfAnotherRelease() throws Exception {
        start();
        running().close();
        Files.writeString(folder.resolve("postgres/PG_VERSION"), "9\n");

        assertThatThrownBy(this::start)
                .isInstanceOf(ProblemsException.class)
                .hasMessageContaining("the files are of PostgreSQL 9");
    }

    /** The last complete line that is a number; the JVM and the logger say other things too. */
    private static int lastNumber(Path said) throws IOException {
        String text = Files.readString(said);
        return text.substring(0, text.lastIndexOf('\n') + 1)
                .lines()
                .filter(line -> line.matches("\\d+"))
                .mapToInt(Integer::parseInt)
                .max()
                .orElse(0);
    }

    private PostgresServer running() {
        return Objects.requireNonNull(server);
    }

    private void start() {
        server = PostgresServer.start(folder, 0, 20, Duration.ofMinutes(1));
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String query(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                running().jdbcUrl(), running().username(), running().password());
    }
}
