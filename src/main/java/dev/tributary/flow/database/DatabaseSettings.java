package dev.tributary.flow.database;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.validation.annotation.Validated;

/**
 * Which PostgreSQL the engine works with.
 *
 * @param url {@code jdbc:postgresql://host:5432/name} of a PostgreSQL of yours, 14 or newer; empty: the engine starts
 *     its own, with its files in the data folder
 * @param username of your PostgreSQL; may create tables in the schemas {@code public} and {@code tributary}
 * @param password of your PostgreSQL
 * @param poolSize how many connections at most: about two per worker and ten for reads
 * @param connectTimeout how long to wait for a connection before giving up
 * @param port of the engine's own PostgreSQL, on loopback; 0: any free one
 * @param startTimeout how long the engine's own PostgreSQL may take to be ready, recovery after a crash included
 */
@ConfigurationProperties("tributary.database")
@Validated
public record DatabaseSettings(
        @DefaultValue("") String url,
        @DefaultValue("") String username,
        @DefaultValue("") String password,
        @DefaultValue("20") @Min(2) @Max(1000) int poolSize,
        @DefaultValue("10s") Duration connectTimeout,
        @DefaultValue("0") @Min(0) @Max(65535) int port,
        @DefaultValue("5m") Duration startTimeout) {

    /** @return whether the engine starts its own PostgreSQL */
    public boolean isEmbedded() {
        return url.isBlank();
    }

    /** @return without the password */
    @Override
    public String toString() {
        return isEmbedded() ? "own PostgreSQL, port " + port : url + " as " + username;
    }
}
