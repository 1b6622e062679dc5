package dev.tributary.flow.mappings;

import dev.tributary.alert.LiveAlertRules;
import dev.tributary.base.Problem;
import dev.tributary.flow.codes.CodeSettings;
import dev.tributary.flow.codes.CodesConfiguration;
import dev.tributary.flow.management.health.FeedsHealth;
import dev.tributary.flow.rehearsal.TrafficRehearsal;
import dev.tributary.flow.wire.FeedRegistry;
import dev.tributary.journal.Journal;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The mapping set of the working directory, as beans. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(MappingSettings.class)
@Import(CodesConfiguration.class)
public class MappingsConfiguration {

    /** @return the set, checked: the engine does not start with a broken one */
    @Bean
    LiveMappings liveMappings(FeedRegistry feeds, LiveAlertRules alerts, Clock clock, MeterRegistry meters) {
        return new LiveMappings(Path.of("mappings"), LiveMappings.ADDED, feeds, alerts, clock, meters);
    }

    @Bean
    AddedCodes addedCodes(LiveMappings mappings, Clock clock) {
        return new AddedCodes(LiveMappings.ADDED, mappings, clock);
    }

    /** @return what keeps files that are changed in the console */
    @Bean
    MappingShelf mappingShelf(
            LiveMappings mappings, DataSource dataSource, MappingSettings settings, CodeSettings codes, Clock clock) {
        return new MappingShelf(mappings, dataSource, clock, settings.managedElsewhere(), codes.secondPerson());
    }

    /** @return what tells of a change what it would have done to the traffic of the last days */
    @Bean
    TrafficRehearsal trafficRehearsal(Journal journal, FeedRegistry feeds, Clock clock) {
        return new TrafficRehearsal(journal.received(), feeds, clock);
    }

    @Bean
    MappingWatch mappingWatch(LiveMappings mappings, MappingSettings settings) {
        return new MappingWatch(mappings, settings.watch());
    }

    /** @return DEGRADED while the files are refused: messages go on by the set before, and nobody should restart */
    @Bean
    HealthIndicator mappingsHealthIndicator(LiveMappings mappings) {
        return () -> {
            MappingState state = mappings.state();
            return Health.status(state.isRefused() ? FeedsHealth.DEGRADED.getCode() : "UP")
                    .withDetail("version", state.version())
                    .withDetail("loadedAt", state.loadedAt().toString())
                    .withDetail(
                            "problems",
                            state.problems().stream().map(Problem::toString).toList())
                    .build();
        };
    }
}
