package dev.tributary.flow.management;

import dev.tributary.flow.management.access.AccessConfiguration;
import dev.tributary.flow.management.access.AccessProperties;
import dev.tributary.flow.management.access.AdminPassword;
import dev.tributary.flow.management.audit.AuditConfiguration;
import dev.tributary.flow.management.counters.CountersCache;
import dev.tributary.flow.management.counters.JournalMeters;
import dev.tributary.flow.management.health.HealthConfiguration;
import dev.tributary.flow.wire.FeedRegistry;
import dev.tributary.journal.FeedCounters;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import org.apache.camel.CamelContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The whole room. Asks of the other rooms a {@code Clock}, a {@code DataSource}, a {@code FhirStore}, the journal's {@code
 * FeedCounters}, the wire's {@code FeedRegistry}, {@link SubscriberStates} and the broker's {@link Probe}; its settings
 * are in {@code management.yaml}.
 */
@Configuration(proxyBeanMethods = false)
@Import({AccessConfiguration.class, AuditConfiguration.class, HealthConfiguration.class})
public class ManagementConfiguration {

    /** @return the feeds of the settings with the state of their routes */
    @Bean
    FeedStates feedStates(FeedRegistry registry, CamelContext camel, MeterRegistry meters) {
        return new CamelFeedStates(registry, camel, meters);
    }

    @Bean
    JournalMeters journalMeters(MeterRegistry meters, FeedCounters journal, FeedRegistry registry, Clock clock) {
        return new JournalMeters(meters, journal, () -> registry.all().keySet(), clock);
    }

    @Bean
    CountersCache countersCache(JournalMeters meters) {
        return meters.cache();
    }

    /** The first snapshot makes the meters, so that the first scrape has them. */
    @Bean
    ApplicationListener<ApplicationReadyEvent> firstSnapshot(CountersCache cache) {
        return ready -> cache.newest();
    }

    @Bean
    StartScreen startScreen(
            ObjectProvider<BuildProperties> build,
            ObjectProvider<StartFact> facts,
            ObjectProvider<FeedStates> feeds,
            ObjectProvider<SubscriberStates> subscribers,
            AdminPassword password,
            AccessProperties access) {
        return new StartScreen(build, facts, feeds, subscribers, password, access, System.out);
    }
}
