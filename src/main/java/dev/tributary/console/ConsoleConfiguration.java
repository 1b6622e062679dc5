package dev.tributary.console;

import dev.tributary.identity.IdentityHistory;
import dev.tributary.identity.NumberOwners;
import dev.tributary.journal.Journal;
import dev.tributary.journal.MessageEdits;
import dev.tributary.journal.SavedSearches;
import io.hawt.springboot.HawtioPlugin;
import java.time.Clock;
import java.time.Duration;
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
    SearchesPage.class,
    AlertsPage.class,
    AccountPage.class,
    AuditAdvice.class,
    AuditApi.class,
    OpenApiPage.class,
    MessageEditing.class,
    EditApi.class,
    TokensApi.class,
    RateHistory.class,
    FeedsApi.class,
    MessagesApi.class,
    PatientsApi.class,
    SubscribersApi.class,
    AlertsApi.class,
    AudienceApi.class,
    AckPage.class,
    MappingsApi.class,
    TryDesk.class,
    TryPage.class,
    TryApi.class,
    CodesApi.class,
    CodeDesk.class,
    CodesPage.class,
    PatientReader.class,
    PatientsPage.class,
    WhyReader.class,
    WhyPage.class,
    MergeMessages.class,
    IdentityConflicts.class,
    StatusApi.class,
    ProblemAnswers.class
})
public class ConsoleConfiguration {

    /** @return what keeps whoever is limited to some feeds from the messages of others */
    @Bean
    static ScopedReading scopedReading() {
        return new ScopedReading();
    }

    /** @return the Artemis tab of hawtio, in {@code console/hawtio/remoteEntry.js}; hidden with an outside broker */
    @Bean
    HawtioPlugin artemisTab() {
        return new HawtioPlugin("tributaryArtemis", "./plugin", "/console/hawtio");
    }

    /** @return searches that people keep */
    @Bean
    SavedSearches savedSearches(DataSource dataSource, Clock clock) {
        return new SavedSearches(dataSource, clock);
    }

    /** @return whose a number is */
    @Bean
    NumberOwners numberOwners(DataSource dataSource) {
        return new NumberOwners(dataSource);
    }

    /** @return where changed messages are given in */
    @Bean
    MessageEdits messageEdits(DataSource dataSource, Journal journal, Clock clock) {
        return new MessageEdits(dataSource, journal.messages(), clock, Duration.ofSeconds(30));
    }

    /** @return the history of identity, read from the engine's database */
    @Bean
    IdentityHistory identityHistory(DataSource dataSource) {
        return new IdentityHistory(dataSource);
    }
}
