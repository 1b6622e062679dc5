package dev.tributary.alert;

import static dev.tributary.base.LogKey.FAULT_CODE;

import dev.tributary.alert.audience.Audience;
import dev.tributary.alert.broker.BrokerAccess;
import dev.tributary.alert.broker.EmbeddedBroker;
import dev.tributary.alert.broker.QueueDepths;
import dev.tributary.alert.broker.SubscriberQueues;
import dev.tributary.alert.ledger.AlertLedger;
import dev.tributary.alert.ledger.DeliveryLedger;
import dev.tributary.alert.ledger.SubscriberPauses;
import dev.tributary.alert.loop.AlertDesk;
import dev.tributary.alert.loop.AlertTasks;
import dev.tributary.alert.loop.PostgresAlertBook;
import dev.tributary.alert.outbox.AlertSender;
import dev.tributary.alert.outbox.Outbox;
import dev.tributary.alert.outbox.OutboxBatch;
import dev.tributary.alert.outbox.OutboxRelay;
import dev.tributary.alert.outbox.OutboxSignal;
import dev.tributary.alert.rule.RuleFile;
import dev.tributary.alert.subscriber.Subscribers;
import dev.tributary.base.FaultException;
import dev.tributary.store.FhirStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.nio.file.Path;
import java.time.Clock;
import javax.sql.DataSource;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Alerts from rule to broker, as beans. Needs a data source with our tables (Flyway {@code V3__alert.sql}), a {@link
 * MeterRegistry} and a {@link Clock}. Since {@link BrokerAccess} is a JMS connection factory, Spring Boot's own Artemis
 * stays off.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(AlertSettings.class)
public class AlertConfiguration {

    /** @return the rules; throws with every mistake in every file */
    @Bean
    LiveAlertRules alertRules(AlertSettings settings) {
        return new LiveAlertRules(RuleFile.in(Path.of("mappings")), settings);
    }

    /** @return the subscribers; throws with every mistake in the settings */
    @Bean
    Subscribers subscribers(AlertSettings settings, LiveAlertRules rules) {
        return Subscribers.of(settings.subscribers(), rules.get());
    }

    /**
     * @param database not used, but first: with it comes the lock of the data folder
     */
    @Bean(initMethod = "start", destroyMethod = "stop")
    @ConditionalOnExpression("'${tributary.broker.url:}'.isBlank()")
    EmbeddedBroker embeddedBroker(AlertSettings settings, DataSource database) {
        return new EmbeddedBroker(settings.broker(), settings.dataDir());
    }

    @Bean(destroyMethod = "close")
    BrokerAccess brokerAccess(AlertSettings settings, ObjectProvider<EmbeddedBroker> embedded) {
        EmbeddedBroker own = embedded.getIfAvailable();
        return own == null
                ? new BrokerAccess(
                        settings.broker().url(),
                        settings.broker().user(),
                        settings.broker().password())
                : own.access();
    }

    /** @return the queues, made; where an outside broker is away, the relay makes them once it is back */
    @Bean(destroyMethod = "close")
    SubscriberQueues subscriberQueues(BrokerAccess access, Subscribers subscribers) {
        SubscriberQueues queues = new SubscriberQueues(access, subscribers);
        try {
            queues.prepare();
        } catch (FaultException e) {
            LoggerFactory.getLogger(AlertConfiguration.class)
                    .atWarn()
                    .addKeyValue(FAULT_CODE, e.fault().code())
                    .log("broker is away: alerts wait in the outbox until it is back");
        }
        return queues;
    }

    @Bean
    QueueDepths queueDepths(SubscriberQueues queues, Clock clock) {
        return new QueueDepths(queues, clock);
    }

    @Bean
    OutboxSignal outboxSignal() {
        return new OutboxSignal();
    }

    @Bean
    Outbox outbox(DataSource database, OutboxSignal signal) {
        return new Outbox(JdbcClient.create(database), signal);
    }

    @Bean
    PostgresAlertBook alertBook(DataSource database, Outbox outbox) {
        return new PostgresAlertBook(JdbcClient.create(database), outbox);
    }

    @Bean
    AlertDesk alertDesk(PostgresAlertBook book) {
        return new AlertDesk(book, Audience.NOBODY, AlertTasks.NONE);
    }

    @Bean
    Alerting alerting(LiveAlertRules rules, AlertDesk desk, FhirStore store, MeterRegistry meters) {
        return new Alerting(rules, desk, store, meters);
    }

    @Bean(initMethod = "start", destroyMethod = "stop")
    OutboxRelay outboxRelay(
            DataSource database,
            Subscribers subscribers,
            SubscriberQueues queues,
            BrokerAccess access,
            OutboxSignal signal,
            Clock clock) {
        return new OutboxRelay(
                new OutboxBatch(database, subscribers, clock), new AlertSender(access), signal, queues::prepare);
    }

    @Bean
    AlertLedger alertLedger(DataSource database) {
        return new AlertLedger(JdbcClient.create(database));
    }

    @Bean
    DeliveryLedger deliveryLedger(DataSource database, Clock clock) {
        return new DeliveryLedger(JdbcClient.create(database), clock);
    }

    @Bean
    SubscriberPauses subscriberPauses(DataSource database, Clock clock) {
        return new SubscriberPauses(JdbcClient.create(database), clock);
    }

    @Bean
    MeterBinder alertMeters(Outbox outbox, QueueDepths depths, Subscribers subscribers) {
        return new AlertMeters(outbox, depths, subscribers);
    }
}
