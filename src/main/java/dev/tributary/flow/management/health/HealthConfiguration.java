package dev.tributary.flow.management.health;

import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.base.FaultException;
import dev.tributary.flow.management.FeedStates;
import dev.tributary.flow.management.Probe;
import dev.tributary.store.FhirStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthContributor;
import org.springframework.boot.actuate.health.HealthContributorRegistry;
import org.springframework.boot.actuate.health.Status;
import org.springframework.boot.actuate.jdbc.DataSourceHealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The parts of {@code /actuator/health}; the names of the beans begin with the names of the components. */
@Configuration(proxyBeanMethods = false)
public class HealthConfiguration {

    /** The bean of this name is the {@link Probe} of the broker; the room that knows the broker gives it. */
    public static final String BROKER_PROBE = "brokerProbe";

    private static final List<String> CAMELS_OWN = List.of("camelHealth", "camelLivenessState", "camelReadinessState");

    private static final String NOBODY = "tributary-health-probe";

    /** Not a bean: an Executor bean of ours would take the place of the one Spring Boot makes for everybody. */
    private final Executor executor = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "health");
        thread.setDaemon(true);
        return thread;
    });

    @Bean
    HealthContributor databaseHealthContributor(DataSource dataSource) {
        DataSourceHealthIndicator indicator = new DataSourceHealthIndicator(dataSource, "select 1");
        return new PartHealth(() -> details(indicator.health()), executor);
    }

    @Bean
    HealthContributor brokerHealthContributor(@Qualifier(BROKER_PROBE) Probe probe) {
        return new PartHealth(probe, executor);
    }

    /** Reads a resource that nobody wrote: the whole way to the store and back, and no patient's data. */
    @Bean
    HealthContributor storeHealthContributor(FhirStore store) {
        return new PartHealth(
                () -> {
                    store.read("Basic", NOBODY);
                    return Map.of();
                },
                executor);
    }

    @Bean
    ReadyHealth startHealthIndicator() {
        return new ReadyHealth();
    }

    @Bean
    HealthContributor feedsHealthContributor(FeedStates feeds) {
        return new FeedsHealth(feeds);
    }

    /** Camel's own summary of all routes says less than {@code feeds} and calls a route down that somebody stopped. */
    @Bean
    SmartInitializingSingleton withoutCamelsSummary(HealthContributorRegistry registry) {
        return () -> CAMELS_OWN.forEach(registry::unregisterContributor);
    }

    private static Map<String, Object> details(Health health) {
        if (!health.getStatus().equals(Status.UP)) {
            throw new FaultException(Fault.of(FaultCode.JOURNAL_UNREACHED, "the database does not answer"));
        }
        return Map.of("database", health.getDetails().getOrDefault("database", "unknown"));
    }
}
