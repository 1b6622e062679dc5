package dev.tributary.flow.codes;

import dev.tributary.flow.mappings.LiveMappings;
import dev.tributary.flow.wire.FeedRegistry;
import dev.tributary.journal.Journal;
import dev.tributary.store.FhirStore;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Work on unmapped codes, as beans. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(CodeSettings.class)
public class CodesConfiguration {

    /** @return the user's code systems */
    @Bean
    CandidateCodes candidateCodes() {
        return new CandidateCodes(LiveMappings.ADDED.resolve("code-systems"));
    }

    @Bean
    CodeProposals codeProposals(DataSource dataSource, Clock clock) {
        return new CodeProposals(dataSource, clock);
    }

    @Bean
    CodeRemap codeRemap(
            Journal journal,
            FeedRegistry feeds,
            LiveMappings mappings,
            FhirStore store,
            PlatformTransactionManager transactions,
            Clock clock) {
        return new CodeRemap(journal.received(), feeds, mappings, store, new TransactionTemplate(transactions), clock);
    }
}
