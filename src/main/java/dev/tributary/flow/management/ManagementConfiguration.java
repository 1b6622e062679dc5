package dev.tributary.flow.management;

import dev.tributary.flow.management.access.AccessConfiguration;
import dev.tributary.flow.management.access.AccessProperties;
import dev.tributary.flow.management.access.AdminPassword;
import dev.tributary.flow.management.health.HealthConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.info.BuildProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The whole room. Asks of the other rooms a {@code java.time.Clock}, a {@code DataSource}, a {@code FhirStore}, {@link
 * FeedStates}, {@link SubscriberStates} and the broker's {@link Probe}; its settings are in {@code management.yaml}.
 */
@Configuration(proxyBeanMethods = false)
@Import({AccessConfiguration.class, HealthConfiguration.class})
public class ManagementConfiguration {

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
