package dev.tributary.console;

import dev.tributary.identity.IdentityHistory;
import io.hawt.springboot.HawtioPlugin;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The whole room. Asks of the other rooms the journal's {@code MessageSearch} and {@code MessageActions}, the store, the
 * alerts' {@code AlertLedger}, the wire's
 * {@code FeedRegistry}, and what {@code ManagementConfiguration} gives.
 */
@Configuration(proxyBeanMethods = false)
@Import({
    ConsolePages.class,
    Pages.class,
    OverviewReader.class,
    OverviewPage.class,
    OnceTokens.class,
    MessageReader.class,
    MessagesPage.class,
    AlertsPage.class,
    RateHistory.class,
    FeedsApi.class,
    MessagesApi.class,
    PatientsApi.class,
    SubscribersApi.class,
    AlertsApi.class,
    AudienceApi.class,
    AckPage.class,
    MappingsApi.class,
    CodesApi.class,
    StatusApi.class,
    ProblemAnswers.class
})
public class ConsoleConfiguration {

    /** @return the Artemis tab of hawtio, in {@code console/hawtio/remoteEntry.js}; hidden with an outside broker */
    @Bean
    HawtioPlugin artemisTab() {
        return new HawtioPlugin("tributaryArtemis", "./plugin", "/console/hawtio");
    }

    /** @return the history of identity, read from the engine's database */
    @Bean
    IdentityHistory identityHistory(DataSource dataSource) {
        return new IdentityHistory(dataSource);
    }
}
