package dev.tributary.flow.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.alert.AlertContext;
import dev.tributary.alert.Alerting;
import dev.tributary.alert.broker.EmbeddedBroker;
import dev.tributary.alert.ledger.AlertLedger;
import dev.tributary.alert.ledger.AlertSearch;
import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import dev.tributary.flow.management.Probe;
import dev.tributary.flow.management.StartFact;
import dev.tributary.flow.management.SubscriberStates;
import dev.tributary.journal.JournaledMessage;
import dev.tributary.journal.MessageQuery;
import dev.tributary.journal.MessageSearch;
import dev.tributary.journal.MessageSummary;
import dev.tributary.kit.InMemoryFhirStore;
import dev.tributary.kit.Receiver;
import dev.tributary.kit.TestDatabase;
import dev.tributary.store.FhirStore;
import dev.tributary.store.ResourceChange;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.jms.ConnectionFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.jms.artemis.ArtemisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class DeliveryConfigurationTest {

    /** A journal that has nothing. */
    private static final class NoMessages implements MessageSearch {

        @Override
        public List<MessageSummary> find(MessageQuery query) {
            return List.of();
        }

        @Override
        public Optional<JournaledMessage> read(MessageId id) {
            return Optional.empty();
        }
    }

    private final DataSource database = database();

    private static DataSource database() {
        DataSource fresh = TestDatabase.create();
        new ResourceDatabasePopulator(
                        new ClassPathResource("db/migration/V3__alert.sql"),
                        new ClassPathResource("db/migration/V11__alert_loop.sql"),
                        new ClassPathResource("db/migration/V40__resend.sql"))
                .execute(fresh);
        return fresh;
    }

    private ApplicationContextRunner engine(Path folder, String... settings) {
        return new ApplicationContextRunner()
                .withBean(DataSource.class, () -> database)
                .withBean(Clock.class, Clock::systemUTC)
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withBean(FhirStore.class, InMemoryFhirStore::new)
                .withBean(MessageSearch.class, NoMessages::new)
                .withBean(CamelContext.class, DefaultCamelContext::new)
                .withUserConfiguration(DeliveryConfiguration.class)
                .withConfiguration(AutoConfigurations.of(ArtemisAutoConfiguration.class))
                .withPropertyValues("tributary.data-dir=" + folder, "tributary.broker.port=0")
                .withPropertyValues(settings);
    }

    @Test
    void fromAChangeOfTheRecordToTheSubscribersServer(@TempDir Path folder) {
        try (Receiver receiver = new Receiver()) {
            engine(folder, "tributary.subscribers.ward.url=" + receiver.url()).run(context -> {
                assertThat(context).hasNotFailed().hasSingleBean(ConnectionFactory.class);
                CamelContext camel = context.getBean(CamelContext.class);
                camel.addComponent("broker", context.getBean("broker", org.apache.camel.Component.class));
                camel.getRegistry().bind("courier", context.getBean(Courier.class));
                DeliveryRig.loadRoutes(camel, context.getBean(DeliveryRoutes.class));
                camel.start();
                Encounter encounter = new Encounter();
                encounter.setStatus(EncounterStatus.INPROGRESS).setId("Encounter/e1");
                encounter.getClass_().setCode("IMP");
                AlertContext message =
                        new AlertContext(new MessageId(1), FeedName.DEFAULT, "ADT^A01", "GENERAL", Instant.EPOCH);
                Alerting alerting = context.getBean(Alerting.class);

                new TransactionTemplate(new JdbcTransactionManager(database))
                        .executeWithoutResult(
                                status -> alerting.raise(message, List.of(new ResourceChange(null, encounter))));

                await().atMost(Duration.ofSeconds(30))
                        .until(() -> receiver.requests().size() == 1);
                assertThat(receiver.requests().get(0).body()).contains("Admission (IMP) at GENERAL");
                assertThat(context.getBean(AlertLedger.class).search(AlertSearch.newest(10)))
                        .hasSize(1);
                assertThat(context.getBean(SubscriberStates.class).subscribers())
                        .singleElement()
                        .satisfies(state -> assertThat(state.name()).isEqualTo("ward"));
                camel.stop();
            });
        }
    }

    @Test
    void theBrokerIsProbedMeteredAndToldOfAtTheStart(@TempDir Path folder) {
        engine(folder, "tributary.subscribers.ward.severities=critical").run(context -> {
            assertThat(context.getBean(Probe.class).ask()).containsEntry("queues", 3);
            assertThat(context.getBean(StartFact.class).value().get())
                    .contains("port " + context.getBean(EmbeddedBroker.class).port())
                    .contains("downstream");
            MeterRegistry meters = context.getBean(MeterRegistry.class);
            context.getBean(MeterBinder.class).bindTo(meters);
            assertThat(meters.get("tributary.subscriber.queue.depth")
                            .tag("subscriber", "ward")
                            .gauge()
                            .value())
                    .isZero();
            assertThat(meters.get("tributary.outbox.depth").gauge().value()).isZero();
        });
    }

    @Test
    void everyMistakeInTheSubscribersSettingsIsToldAtOnce(@TempDir Path folder) {
        engine(
                        folder,
                        "tributary.subscribers.ward.url=ftp://ward",
                        "tributary.subscribers.ward.rules=admision",
                        "tributary.subscribers.lab.severities=criticl",
                        "tributary.subscribers.lab.url=https://lab.invalid",
                        "tributary.subscribers.lab.timeout=0s",
                        "tributary.subscribers.v2.url=mllp://v2.invalid:2575",
                        "tributary.subscribers.v2.rules=admission,feed-silence",
                        "tributary.subscribers.files.url=file:alerts",
                        "tributary.subscribers.files.payload=built",
                        "tributary.subscribers.files.events=identity-conflict")
                .run(context -> assertThat(context.getStartupFailure())
                        .rootCause()
                        .hasMessageContaining("tributary.subscribers.ward.url")
                        .hasMessageContaining("did you mean admission")
                        .hasMessageContaining("did you mean critical?")
                        .hasMessageContaining("tributary.subscribers.lab.timeout")
                        .hasMessageContaining("tributary.subscribers.v2.rules")
                        .hasMessageContaining("'feed-silence' has no HL7 message")
                        .hasMessageContaining("tributary.subscribers.files.events")
                        .hasMessageContaining("'identity-conflict' has no HL7 message"));
    }

    @Test
    void withAnOutsideBrokerThatIsAwayTheEngineStartsAndAlertsWait(@TempDir Path folder) {
        engine(folder, "tributary.broker.url=tcp://127.0.0.1:1").run(context -> {
            assertThat(context).hasNotFailed().doesNotHaveBean(EmbeddedBroker.class);
            assertThat(context.getBean(DeliveryControl.class).all()).isEmpty();
        });
    }
}
