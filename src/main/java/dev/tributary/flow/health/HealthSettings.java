package dev.tributary.flow.health;

import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the engine's own health is watched.
 *
 * @param every how often it is measured; 0 for never
 * @param silence by feed, how long it may send nothing at any time of the week; feeds that are not named are judged by
 *     their own pattern only
 */
@ConfigurationProperties("tributary.health")
public record HealthSettings(
        @DefaultValue("1m") Duration every, @DefaultValue Map<String, Duration> silence) {}
