package dev.tributary.flow.processing;

import dev.tributary.alert.Alerting;
import dev.tributary.base.FaultCode;
import dev.tributary.flow.mappings.LiveMappings;
import dev.tributary.flow.mappings.MappingsConfiguration;
import dev.tributary.flow.wire.ApplicationAcknowledgments;
import dev.tributary.flow.wire.FeedRegistry;
import dev.tributary.hl7.HeaderPeek;
import dev.tributary.identity.IdentityResolver;
import dev.tributary.identity.IdentitySettings;
import dev.tributary.identity.NumberOwners;
import dev.tributary.journal.FailurePolicy;
import dev.tributary.journal.FeedCounters;
import dev.tributary.journal.Journal;
import dev.tributary.journal.JournalAcknowledgments;
import dev.tributary.journal.JournalProperties;
import dev.tributary.journal.LaneScheduler;
import dev.tributary.journal.MessageJournal;
import dev.tributary.journal.MessageSearch;
import dev.tributary.journal.OnFailure;
import dev.tributary.journal.UnmappedCodes;
import dev.tributary.record.FactTimes;
import dev.tributary.record.JdbcFactTimes;
import dev.tributary.record.RecordMerger;
import dev.tributary.store.FhirStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The journal, the lanes and what happens to each message, as beans; the engine imports this. Needs the {@link
 * DataSource} with our tables, the {@link FhirStore} and its transaction manager, the feeds, and {@link Alerting}.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({JournalProperties.class, IdentitySettings.class})
@Import(MappingsConfiguration.class)
public class ProcessingConfiguration {

    @Bean
    Journal journal(DataSource dataSource, JournalProperties settings, FeedRegistry feeds, Clock clock) {
        Journal journal = Journal.open(dataSource, settings, wire -> HeaderPeek.of(wire.bytes()), clock);
        journal.findBy(new PatientTerms(feeds));
        return journal;
    }

    @Bean
    MessageJournal messageJournal(Journal journal) {
        return journal.messages();
    }

    @Bean
    JournalAcknowledgments journalAcknowledgments(Journal journal) {
        return journal.acknowledgments();
    }

    @Bean
    FeedCounters feedCounters(Journal journal) {
        return journal.counters();
    }

    @Bean
    UnmappedCodes unmappedCodes(Journal journal) {
        return journal.unmappedCodes();
    }

    @Bean
    MessageSearch messageSearch(Journal journal) {
        return journal.search();
    }

    @Bean
    IdentityResolver identityResolver(DataSource dataSource, IdentitySettings settings) {
        return new IdentityResolver(dataSource, settings.rules());
    }

    @Bean
    FactTimes factTimes(DataSource dataSource) {
        return new JdbcFactTimes(dataSource);
    }

    @Bean
    RecordMerger recordMerger(LiveMappings mappings, FhirStore store, FactTimes factTimes) {
        return new RecordMerger(mappings::recordRules, store, factTimes);
    }

    @Bean
    MessageFlow messageFlow(
            FeedRegistry feeds,
            LiveMappings mappings,
            MessageFlow.Rooms rooms,
            PlatformTransactionManager transactions,
            MeterRegistry meters,
            JournalProperties journal) {
        // a remote store commits for itself: there one message's effects must not hang on another's
        int most = rooms.store().joinsTransactions() ? journal.together() : 1;
        return new MessageFlow(feeds, mappings::library, rooms, new TransactionTemplate(transactions), meters, most);
    }

    @Bean
    MessageFlow.Rooms rooms(
            IdentityResolver identity,
            RecordMerger merger,
            FactTimes factTimes,
            FhirStore store,
            Alerting alerting,
            Journal journal) {
        return new MessageFlow.Rooms(
                identity, merger, factTimes, store, alerting, journal.transitions(), journal.unmappedCodes());
    }

    @Bean(destroyMethod = "")
    LaneScheduler laneScheduler(
            Journal journal,
            MessageFlow flow,
            ApplicationAcknowledgments answers,
            FeedRegistry feeds,
            DataSource dataSource) {
        PatientLanes lanes = new PatientLanes(new FeedPreparation(feeds), new NumberOwners(dataSource)::of);
        return journal.scheduler(new AnsweringFlow(flow, answers), lanes, failures(feeds));
    }

    @Bean
    LaneLifecycle laneLifecycle(LaneScheduler lanes) {
        return new LaneLifecycle(lanes);
    }

    // two patients in one message is never a matter of taste: whatever comes next for them waits for a person
    private static FailurePolicy failures(FeedRegistry feeds) {
        return (feed, fault) -> fault.code() == FaultCode.IDENTITY_CONFLICT
                ? OnFailure.HOLD_LANE
                : feeds.find(feed).map(found -> found.onFailure()).orElse(OnFailure.GO_ON);
    }
}
