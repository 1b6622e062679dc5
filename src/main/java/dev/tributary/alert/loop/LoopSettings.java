package dev.tributary.alert.loop;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How alerts are answered.
 *
 * @param linkBase address under which this engine is reached by those who get alerts, such as {@code
 *     https://hub.example.org}; empty: alerts carry no link
 * @param linkKey secret behind the links, the same on all nodes; empty: made at the first start and kept in the data folder
 * @param linkLife how long a link is good
 */
@ConfigurationProperties("tributary.alerts")
public record LoopSettings(
        @DefaultValue("") String linkBase,
        @DefaultValue("") String linkKey,
        @DefaultValue("3d") Duration linkLife) {

    @Override
    public String toString() {
        return "LoopSettings[" + linkBase + "]";
    }
}
