package dev.tributary.alert;

import static dev.tributary.base.LogKey.FAULT_CODE;

import dev.tributary.alert.audience.Audience;
import dev.tributary.alert.audience.AudienceFiles;
import dev.tributary.alert.audience.AudienceLists;
import dev.tributary.alert.audience.RecordAudience;
import dev.tributary.alert.broker.BrokerAccess;
import dev.tributary.alert.broker.EmbeddedBroker;
import dev.tributary.alert.broker.QueueDepths;
import dev.tributary.alert.broker.SubscriberQueues;
import dev.tributary.alert.ledger.AlertLedger;
import dev.tributary.alert.ledger.DeliveryLedger;
import dev.tributary.alert.ledger.SubscriberPauses;
import dev.tributary.alert.ledger.Timeliness;
import dev.tributary.alert.loop.Acknowledgements;
import dev.tributary.alert.loop.AlertClock;
import dev.tributary.alert.loop.AlertDesk;
import dev.tributary.alert.loop.AlertLinks;
import dev.tributary.alert.loop.LinkKey;
import dev.tributary.alert.loop.LoopSettings;
import dev.tributary.alert.loop.PostgresAlertBook;
import dev.tributary.alert.loop.ReplyQueues;
import dev.tributary.alert.loop.StoredTasks;
import dev.tributary.alert.loop.TaskAnswers;
import dev.tributary.alert.outbox.AlertSender;
import dev.tributary.alert.outbox.Outbox;
import dev.tributary.alert.outbox.OutboxBatch;
import dev.tributary.alert.outbox.OutboxRelay;
import dev.tributary.alert.outbox.OutboxSignal;
import dev.tributary.alert.outbox.Resending;
import dev.tributary.alert.rule.RuleFile;
import dev.tributary.alert.subscriber.Subscribers;
import dev.tributary.base.FaultException;
import dev.tributary.store.FhirStore;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Alerts from rule to broker, as beans. Needs a data source with our tables (Flyway {@code V3__alert.sql}), a {@link
 * MeterRegistry} and a {@link Clock}. Since {@link BrokerAccess} is a JMS connection factory, Spring Boot's own Artemis
 * stays off.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties({AlertSettings.class, LoopSettings.class})
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
    Outbox outbox(DataSource database, OutboxSignal signal, AlertLinks links, LoopSettings loop) {
        String base = loop.linkBase().replaceAll("/+$", "");
        return new Outbox(
                JdbcClient.create(database), signal, alert -> base.isEmpty() ? "" : base + links.pathFor(alert));
    }

    @Bean
    PostgresAlertBook alertBook(DataSource database, Outbox outbox) {
        return new PostgresAlertBook(JdbcClient.create(database), outbox);
    }

    @Bean
    StoredTasks alertTasks(FhirStore store) {
        return new StoredTasks(store);
    }

    @Bean
    AlertDesk alertDesk(PostgresAlertBook book, Audience audience, StoredTasks tasks) {
        return new AlertDesk(book, audience, tasks);
    }

    @Bean
    AlertLinks alertLinks(LoopSettings loop, AlertSettings settings, Clock clock) {
        byte[] key = LinkKey.resolve(loop.linkKey(), settings.dataDir().resolve("alert-link.key"));
        return new AlertLinks(key, loop.linkLife(), clock);
    }

    @Bean
    Acknowledgements acknowledgements(
            LiveAlertRules rules,
            PostgresAlertBook book,
            StoredTasks tasks,
            ObjectProvider<PlatformTransactionManager> transactions,
            DataSource database,
            Clock clock,
            MeterRegistry meters) {
        return new Acknowledgements(
                rules, book, tasks, book::heardBy, transactions(transactions, database), clock, meters);
    }

    // with the embedded store the record's transactions are the alerts'; a remote one has none
    private static TransactionTemplate transactions(
            ObjectProvider<PlatformTransactionManager> shared, DataSource database) {
        return new TransactionTemplate(shared.getIfAvailable(() -> new JdbcTransactionManager(database)));
    }

    @Bean(destroyMethod = "close")
    ReplyQueues replyQueues(
            BrokerAccess access,
            Subscribers subscribers,
            DeliveryLedger deliveries,
            Acknowledgements acknowledgements,
            SubscriberQueues queues) {
        return new ReplyQueues(access, subscribers, deliveries, acknowledgements, queues::hasReplies);
    }

    @Bean(initMethod = "start", destroyMethod = "stop")
    AlertClock alertClock(
            LiveAlertRules rules,
            PostgresAlertBook book,
            Audience audience,
            Alerting alerting,
            StoredTasks tasks,
            Acknowledgements acknowledgements,
            ReplyQueues replies,
            FhirStore store,
            ObjectProvider<PlatformTransactionManager> transactions,
            DataSource database,
            Clock clock,
            MeterRegistry meters) {
        TransactionTemplate shared = transactions(transactions, database);
        TaskAnswers answers = new TaskAnswers(book, tasks, acknowledgements, store, shared);
        return new AlertClock(
                rules, book, audience, alerting, List.of(answers::look, replies::look), store, shared, clock, meters);
    }

    @Bean
    Timeliness timeliness(DataSource database, Clock clock) {
        return new Timeliness(JdbcClient.create(database), clock);
    }

    /** @return panels and attributions; those of {@code config/} are read at the start */
    @Bean
    AudienceLists audienceLists(DataSource database) {
        AudienceLists lists = new AudienceLists(database);
        AudienceFiles.read(Path.of("config"), lists);
        return lists;
    }

    @Bean
    Audience audience(AudienceLists lists) {
        return new RecordAudience(lists);
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
    Resending resending(DataSource database, BrokerAccess access, Clock clock) {
        return new Resending(database, access, clock);
    }

    @Bean
    SubscriberPauses subscriberPauses(DataSource database, Clock clock) {
        return new SubscriberPauses(JdbcClient.create(database), clock);
    }

    @Bean
    MeterBinder alertMeters(
            Outbox outbox,
            QueueDepths depths,
            Subscribers subscribers,
            AlertLedger ledger,
            Timeliness timeliness,
            LiveAlertRules rules) {
        return new AlertMeters(outbox, depths, subscribers, ledger, timeliness, rules);
    }
}
