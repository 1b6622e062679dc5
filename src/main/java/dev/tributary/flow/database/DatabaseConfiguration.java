package dev.tributary.flow.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import dev.tributary.base.Problem;
import dev.tributary.base.ProblemsException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The engine's {@code DataSource}, with our tables in place. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DatabaseSettings.class)
public class DatabaseConfiguration {

    // beside the pool: psql, backup tools, the superuser's reserve
    private static final int CONNECTIONS_FOR_OTHERS = 20;

    /** @return the right to use the data folder; everything that keeps files there depends on it */
    @Bean
    EngineLock engineLock(@Value("${tributary.data-dir:./data}") Path dataFolder) {
        return EngineLock.take(dataFolder);
    }

    @Bean
    @ConditionalOnExpression("'${tributary.database.url:}'.isBlank()")
    PostgresServer postgresServer(
            @Value("${tributary.data-dir:./data}") Path dataFolder, DatabaseSettings settings, EngineLock lock) {
        return PostgresServer.start(
                dataFolder, settings.port(), settings.poolSize() + CONNECTIONS_FOR_OTHERS, settings.startTimeout());
    }

    @Bean
    @ConditionalOnExpression("'${tributary.database.url:}'.isBlank()")
    PostgresGuard postgresGuard(PostgresServer server) {
        return new PostgresGuard(server);
    }

    @Bean
    HikariDataSource dataSource(DatabaseSettings settings, EngineLock lock, ObjectProvider<PostgresServer> own) {
        HikariDataSource database = open(settings, own.getIfAvailable());
        try {
            DatabaseMigration.migrate(database);
            return database;
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    private static HikariDataSource open(DatabaseSettings settings, @Nullable PostgresServer own) {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("database");
        pool.setMaximumPoolSize(settings.poolSize());
        pool.setConnectionTimeout(settings.connectTimeout().toMillis());
        pool.setInitializationFailTimeout(settings.connectTimeout().toMillis());
        pool.setJdbcUrl(own == null ? settings.url() : own.jdbcUrl());
        pool.setUsername(own == null ? settings.username() : own.username());
        pool.setPassword(own == null ? settings.password() : own.password());
        // rows of one batch in one statement: the record's writer sends hundreds at a time
        pool.addDataSourceProperty("reWriteBatchedInserts", "true");
        try {
            return new HikariDataSource(pool);
        } catch (PoolInitializationException e) {
            throw new ProblemsException(List.of(new Problem(
                    "tributary.database.url",
                    0,
                    "the database at " + pool.getJdbcUrl() + " cannot be used: " + reason(e),
                    "start PostgreSQL there, or correct tributary.database.url, username and password")));
        }
    }

    /** The driver's sentence, which names host, port, user or database and nothing else at this point. */
    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse("no reason given");
    }
}
