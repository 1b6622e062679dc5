package dev.tributary.flow.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.tributary.base.ProblemsException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.simple.JdbcClient;

class DatabaseConfigurationTest {

    private final Path folder;

    DatabaseConfigurationTest(@TempDir Path folder) {
        this.folder = folder;
    }

    private ApplicationContextRunner engine() {
        return new ApplicationContextRunner()
                .withUserConfiguration(DatabaseConfiguration.class)
                .withPropertyValues("tributary.data-dir=" + folder);
    }

    @Test
    void startsItsOwnDatabaseWithOurTables() {
        engine().run(context -> {
            DataSource database = context.getBean(DataSource.class);
            assertThat(JdbcClient.create(database)
                            .sql("select count(*) from information_schema.tables where table_schema = 'tributary'")
                            .query(Integer.class)
                            .single())
                    .isPositive();
            assertThat(((HikariDataSource) database).getMaximumPoolSize()).isEqualTo(20);
        });
    }

    @Test
    void worksWithADatabaseOfTheUsers() {
        try (PostgresServer theirs = PostgresServer.start(folder.resolve("theirs"), 0, 20, Duration.ofMinutes(1))) {
            engine().withPropertyValues(
                            "tributary.database.url=jdbc:postgresql://127.0.0.1:" + theirs.port() + "/postgres",
                            "tributary.database.username=" + theirs.username(),
                            "tributary.database.password=" + theirs.password(),
                            "tributary.database.pool-size=3")
                    .run(context -> {
                        assertThat(context).doesNotHaveBean(PostgresServer.class);
                        assertThat(context.getBean(HikariDataSource.class).getMaximumPoolSize())
                                .isEqualTo(3);
                    });
        }
    }

    @Test
    void saysInOneSentenceThatTheDatabaseIsNotThere() throws Exception {
        int nobody;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = socket.getLocalPort();
        }
        engine().withPropertyValues(
                        "tributary.database.url=jdbc:postgresql://127.0.0.1:" + nobody + "/hub",
                        "tributary.database.connect-timeout=1s")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(ProblemsException.class)
                        .hasMessageStartingWith("tributary.database.url: the database at jdbc:postgresql://127.0.0.1:"
                                + nobody + "/hub cannot be used: Connection refused")
                        .hasMessageContaining("start PostgreSQL there"));
    }
}
