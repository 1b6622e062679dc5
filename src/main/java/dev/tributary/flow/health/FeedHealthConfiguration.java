package dev.tributary.flow.health;

import dev.tributary.alert.AlertSettings;
import dev.tributary.alert.Alerting;
import dev.tributary.alert.broker.QueueDepths;
import dev.tributary.alert.ledger.DeliveryLedger;
import dev.tributary.alert.outbox.Outbox;
import dev.tributary.alert.subscriber.Subscribers;
import dev.tributary.flow.wire.FeedRegistry;
import dev.tributary.journal.FeedCounters;
import dev.tributary.journal.FeedRhythm;
import java.time.Clock;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Alerts about the engine itself, as beans; the engine imports this. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HealthSettings.class)
public class FeedHealthConfiguration {

    @Bean
    HealthWatch healthWatch(
            HealthSettings settings,
            AlertSettings alerts,
            FeedCounters counters,
            FeedRegistry feeds,
            DataSource database,
            Subscribers subscribers,
            QueueDepths depths,
            DeliveryLedger ledger,
            Outbox outbox,
            Alerting alerting,
            PlatformTransactionManager transactions,
            Clock clock) {
        TransactionTemplate transaction = new TransactionTemplate(transactions);
        return new HealthWatch(
                List.of(
                        new FeedSource(
                                counters,
                                () -> feeds.all().keySet(),
                                new FeedRhythm(
                                        JdbcClient.create(database),
                                        settings.every().multipliedBy(5)),
                                settings.silence(),
                                transaction),
                        new SubscriberSource(subscribers, depths, ledger),
                        new MachineSource(alerts.dataDir(), outbox),
                        new CertificateSource(feeds::all)),
                alerting,
                transaction,
                clock,
                settings.every());
    }
}
