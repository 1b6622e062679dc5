package dev.tributary.flow.database;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;

/** A process of its own: commits one row after the other and says so, until somebody kills it. */
final class CommitsUntilKilled {

    private CommitsUntilKilled() {}

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[0]);
        EngineLock lock = EngineLock.take(folder);
        PostgresServer server = PostgresServer.start(folder, 0, 20, Duration.ofMinutes(1));
        try (Connection connection =
                        DriverManager.getConnection(server.jdbcUrl(), server.username(), server.password());
                Statement statement = connection.createStatement()) {
            statement.execute("create table if not exists kept (n int primary key)");
            connection.setAutoCommit(false);
            for (int n = 1; ; n++) {
                statement.execute("insert into kept values (" + n + ")");
                connection.commit();
                System.out.println(n);
            }
        } finally {
            lock.close();
        }
    }
}
