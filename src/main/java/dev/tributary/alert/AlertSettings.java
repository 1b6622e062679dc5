package dev.tributary.alert;

import dev.tributary.alert.broker.BrokerSettings;
import dev.tributary.alert.subscriber.SubscriberSettings;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of this room.
 *
 * @param dataDir where the engine keeps its files
 * @param broker the message broker
 * @param subscribers who gets alerts, by name
 */
@ConfigurationProperties("tributary")
public record AlertSettings(
        @DefaultValue("./data") Path dataDir,
        @DefaultValue BrokerSettings broker,
        @DefaultValue Map<String, SubscriberSettings> subscribers) {}
