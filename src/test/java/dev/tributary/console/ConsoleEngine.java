package dev.tributary.console;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.server.RestfulServer;
import dev.tributary.alert.Alert;
import dev.tributary.alert.AlertRules;
import dev.tributary.alert.AlertSettings;
import dev.tributary.alert.AlertState;
import dev.tributary.alert.LiveAlertRules;
import dev.tributary.alert.Severity;
import dev.tributary.alert.audience.AudienceLists;
import dev.tributary.alert.broker.BrokerAccess;
import dev.tributary.alert.ledger.AlertLedger;
import dev.tributary.alert.ledger.Timeliness;
import dev.tributary.alert.loop.Acknowledgements;
import dev.tributary.alert.loop.AlertLinks;
import dev.tributary.alert.loop.AlertTasks;
import dev.tributary.alert.loop.PostgresAlertBook;
import dev.tributary.alert.outbox.Outbox;
import dev.tributary.alert.outbox.OutboxSignal;
import dev.tributary.alert.outbox.Resending;
import dev.tributary.alert.rule.RuleFile;
import dev.tributary.base.BusinessId;
import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.base.FaultException;
import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import dev.tributary.flow.codes.CodeSettings;
import dev.tributary.flow.codes.CodesConfiguration;
import dev.tributary.flow.management.ManagedEngine;
import dev.tributary.flow.management.StartFact;
import dev.tributary.flow.management.SubscriberActions;
import dev.tributary.flow.mappings.AddedCodes;
import dev.tributary.flow.mappings.LiveMappings;
import dev.tributary.flow.mappings.MappingShelf;
import dev.tributary.flow.processing.PatientTerms;
import dev.tributary.flow.rehearsal.TrafficRehearsal;
import dev.tributary.flow.wire.FeedRegistry;
import dev.tributary.hl7.HeaderPeek;
import dev.tributary.hl7.WireMessage;
import dev.tributary.identity.IdentityResolver;
import dev.tributary.identity.IdentityRules;
import dev.tributary.journal.Ending;
import dev.tributary.journal.InboundMessage;
import dev.tributary.journal.Journal;
import dev.tributary.journal.LaneScheduler;
import dev.tributary.journal.MessageJournal;
import dev.tributary.journal.MessageSearch;
import dev.tributary.journal.OnFailure;
import dev.tributary.journal.UnmappedCodes;
import dev.tributary.kit.InMemoryFhirStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The managed engine with the console, and a journal that works: what a message asks for by its MSH-10 it gets. */
@SpringBootConfiguration(proxyBeanMethods = false)
@Import({ManagedEngine.class, ConsoleConfiguration.class, CodesConfiguration.class})
public class ConsoleEngine {

    /** Codes added while running: of this JVM alone, since several run tests side by side. */
    private static final Path CONFIG =
            Path.of("target", "console-config-" + ProcessHandle.current().pid());

    /** The tables we ship, as files that a test may change. */
    private static final Path MAPPINGS =
            Path.of("target", "console-mappings-" + ProcessHandle.current().pid());

    private static void layOutMappings() {
        Path shipped = Path.of("mappings");
        try (Stream<Path> files = Files.walk(shipped)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = MAPPINGS.resolve(shipped.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target, StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ConfigurableApplicationContext start(String... settings) {
        layOutMappings();
        ConfigurableApplicationContext context = new SpringApplicationBuilder(ConsoleEngine.class).run(settings);
        context.getBean(LaneScheduler.class).start();
        return context;
    }

    @Bean
    LaneScheduler scheduler(Journal journal, PlatformTransactionManager transactions) {
        TransactionTemplate transaction = new TransactionTemplate(transactions);
        return journal.scheduler(
                message -> transaction.executeWithoutResult(
                        status -> journal.transitions().finish(message.id(), ending(message))),
                message -> Set.of(message.header().controlId()),
                (feed, fault) -> fault.code() == FaultCode.IDENTITY_CONFLICT ? OnFailure.HOLD_LANE : OnFailure.GO_ON);
    }

    private static Ending ending(InboundMessage message) {
        String asked = message.header().controlId();
        if (asked.startsWith("HOLD") && message.attempt() == 1) {
            throw new FaultException(new Fault(
                    FaultCode.IDENTITY_CONFLICT,
                    "two identifiers belong to two patients",
                    asked.startsWith("HOLD-MRG") ? "MRG-1" : "PID-3"));
        }
        if (asked.startsWith("FAIL")) {
            throw new FaultException(new Fault(FaultCode.VALUE_INVALID, "not a date: 8 letters", "PID-7"));
        }
        return asked.startsWith("SKIP")
                ? Ending.filtered("type-ignored", "the feed ignores this type")
                : Ending.processed("mappings-1");
    }

    @Bean
    @Primary
    InMemoryFhirStore store() {
        return new InMemoryFhirStore();
    }

    @Bean
    MessageSearch messageSearch(Journal journal, FeedRegistry feeds) {
        journal.findBy(new PatientTerms(feeds));
        return journal.search();
    }

    @Bean
    Outbox outbox(DataSource dataSource) {
        return new Outbox(JdbcClient.create(dataSource), new OutboxSignal());
    }

    @Bean
    Timeliness timeliness(DataSource dataSource, Clock clock) {
        return new Timeliness(JdbcClient.create(dataSource), clock);
    }

    @Bean
    PostgresAlertBook alertBook(DataSource dataSource, Outbox outbox) {
        return new PostgresAlertBook(JdbcClient.create(dataSource), outbox);
    }

    @Bean
    Acknowledgements acknowledgements(
            PostgresAlertBook book, PlatformTransactionManager transactions, Clock clock, MeterRegistry meters) {
        AlertRules rules = AlertRules.load(RuleFile.in(Path.of("mappings")));
        return new Acknowledgements(
                () -> rules,
                book,
                AlertTasks.NONE,
                book::heardBy,
                new TransactionTemplate(transactions),
                clock,
                meters);
    }

    @Bean
    AlertLinks alertLinks(Clock clock) {
        return new AlertLinks(new byte[] {1, 2, 3}, Duration.ofDays(1), clock);
    }

    @Bean
    AudienceLists audienceLists(DataSource dataSource) {
        return new AudienceLists(dataSource);
    }

    @Bean
    AlertLedger alertLedger(DataSource dataSource) {
        return new AlertLedger(JdbcClient.create(dataSource));
    }

    @Bean
    LiveMappings liveMappings(FeedRegistry feeds, Clock clock, MeterRegistry meters) {
        LiveAlertRules alerts =
                new LiveAlertRules(List.of(), new Binder().bindOrCreate("tributary", AlertSettings.class));
        return new LiveMappings(MAPPINGS, CONFIG, feeds, alerts, clock, meters);
    }

    @Bean
    MessageJournal messageJournal(Journal journal) {
        return journal.messages();
    }

    @Bean
    MappingShelf mappingShelf(LiveMappings mappings, DataSource dataSource, CodeSettings codes, Clock clock) {
        return new MappingShelf(mappings, dataSource, clock, false, codes.secondPerson());
    }

    @Bean
    TrafficRehearsal trafficRehearsal(Journal journal, FeedRegistry feeds, Clock clock) {
        return new TrafficRehearsal(journal.received(), feeds, clock);
    }

    @Bean
    UnmappedCodes unmappedCodes(Journal journal) {
        return journal.unmappedCodes();
    }

    @Bean
    AddedCodes addedCodes(LiveMappings mappings, Clock clock) {
        return new AddedCodes(CONFIG, mappings, clock);
    }

    @Bean
    IdentityResolver identityResolver(DataSource dataSource) {
        return new IdentityResolver(dataSource, IdentityRules.DEFAULT);
    }

    @Bean
    Resending resending(DataSource dataSource) {
        return new Resending(dataSource, new BrokerAccess("tcp://127.0.0.1:1", "nobody", ""), Clock.systemUTC());
    }

    /** A FHIR server with one patient, to see what is written down of it. */
    @Bean
    ServletRegistrationBean<RestfulServer> fhir() {
        RestfulServer server = new RestfulServer(FhirContext.forR4Cached());
        server.registerProvider(new OnePatient());
        return new ServletRegistrationBean<>(server, "/fhir/*");
    }

    /** What was asked for, as {@code pause care-team}. */
    @Bean
    List<String> asked() {
        return new CopyOnWriteArrayList<>();
    }

    @Bean
    SubscriberActions subscriberActions(@Qualifier("asked") List<String> asked) {
        return new SubscriberActions() {
            @Override
            public void pause(String subscriber) {
                asked.add("pause " + subscriber);
            }

            @Override
            public void resume(String subscriber) {
                asked.add("resume " + subscriber);
            }
        };
    }

    @Bean
    StartFact database() {
        return new StartFact("database", () -> "a test's own");
    }

    /** Raises a critical result that must be answered in half an hour. */
    static String openAlert(ConfigurableApplicationContext context, String fact, long message, String text) {
        String id = BusinessId.of("alert", "critical-result", fact);
        Instant now = Clock.systemUTC().instant();
        Alert alert = new Alert(
                id,
                "critical-result",
                Severity.CRITICAL,
                "critical-result",
                new FeedName("adt"),
                "HOSP",
                new MessageId(message),
                null,
                null,
                "Observation/o1",
                List.of("unit"),
                text,
                now);
        PostgresAlertBook book = context.getBean(PostgresAlertBook.class);
        new TransactionTemplate(context.getBean(PlatformTransactionManager.class)).executeWithoutResult(status -> {
            if (!book.add(alert, AlertState.OPEN)) {
                throw new IllegalStateException("raised before");
            }
            book.open(id, now, now.plusSeconds(1800), now.plusSeconds(900));
        });
        return id;
    }

    /** Journals one message and waits for the commit. */
    static long record(ConfigurableApplicationContext context, WireMessage wire) {
        Journal journal = context.getBean(Journal.class);
        Object receipt = journal.messages()
                .record(wire, HeaderPeek.of(wire.bytes()).orElseThrow())
                .toCompletableFuture()
                .join();
        return ((dev.tributary.journal.Receipt.Recorded) receipt).id().value();
    }
}
