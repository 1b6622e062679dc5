package dev.tributary.flow.delivery;

import dev.tributary.alert.AlertConfiguration;
import dev.tributary.alert.AlertSettings;
import dev.tributary.alert.broker.BrokerAccess;
import dev.tributary.alert.broker.BrokerClient;
import dev.tributary.alert.broker.EmbeddedBroker;
import dev.tributary.alert.broker.QueueDepths;
import dev.tributary.alert.broker.SubscriberQueues;
import dev.tributary.alert.ledger.DeliveryLedger;
import dev.tributary.alert.ledger.SubscriberPauses;
import dev.tributary.alert.subscriber.Subscribers;
import dev.tributary.base.MessageId;
import dev.tributary.flow.delivery.payload.Payloads;
import dev.tributary.flow.management.Probe;
import dev.tributary.flow.management.StartFact;
import dev.tributary.flow.management.SubscriberState;
import dev.tributary.flow.management.SubscriberState.Condition;
import dev.tributary.flow.management.SubscriberStates;
import dev.tributary.flow.management.health.HealthConfiguration;
import dev.tributary.flow.routes.RoutesConfiguration;
import dev.tributary.journal.JournaledMessage;
import dev.tributary.journal.MessageSearch;
import dev.tributary.store.FhirStore;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.LoggingLevel;
import org.apache.camel.component.jms.JmsComponent;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;

/**
 * Delivery of alerts, as beans; the engine imports this and with it {@link AlertConfiguration}. Needs a data source with
 * our tables, a {@link MeterRegistry}, a {@link Clock} and a Camel context.
 */
@Configuration(proxyBeanMethods = false)
@Import({AlertConfiguration.class, RoutesConfiguration.class})
public class DeliveryConfiguration {

    private static final long RECOVERY_MILLIS = 2_000;
    // also how long stopping a route waits for an idle consumer
    private static final long RECEIVE_MILLIS = 2_000;

    /**
     * @param queues there before the first route looks for its queue
     * @return the component behind {@code broker:queue:…} in routes
     */
    @Bean("broker")
    JmsComponent brokerComponent(BrokerAccess access, SubscriberQueues queues) {
        JmsComponent component = new JmsComponent();
        component.setConnectionFactory(access);
        component.setCacheLevelName("CACHE_CONSUMER");
        component.setLazyCreateTransactionManager(false);
        component.setRecoveryInterval(RECOVERY_MILLIS);
        component.setReceiveTimeout(RECEIVE_MILLIS);
        component.setDeliveryPersistent(true);
        component.setAcceptMessagesWhileStopping(false);
        // a retry that ends because its route is stopped is no news; the board tells of failures
        component.setErrorHandlerLogStackTrace(false);
        component.setErrorHandlerLoggingLevel(LoggingLevel.DEBUG);
        // one consumer for a queue: order
        component.setConcurrentConsumers(1);
        component.setMaxConcurrentConsumers(1);
        return component;
    }

    @Bean
    DeliveryBoard deliveryBoard(MeterRegistry meters, Clock clock) {
        return new DeliveryBoard(meters, clock);
    }

    /** @return the record and the journal, for what deliveries carry of them */
    @Bean
    Payloads payloads(FhirStore store, MessageSearch journal) {
        return new Payloads(
                store, message -> journal.read(new MessageId(message)).map(JournaledMessage::bytes));
    }

    /** @return what delivery routes call: {@code bean:courier} */
    @Bean("courier")
    Courier courier(
            Subscribers subscribers, Payloads payloads, DeliveryLedger ledger, DeliveryBoard board, Clock clock) {
        return new Courier(subscribers, payloads, ledger, board, clock);
    }

    @Bean
    DeliveryRoutes deliveryRoutes(Subscribers subscribers, SubscriberPauses pauses) {
        return new DeliveryRoutes(subscribers, pauses);
    }

    @Bean
    DeliveryControl deliveryControl(
            @Lazy CamelContext camel,
            Subscribers subscribers,
            SubscriberPauses pauses,
            QueueDepths depths,
            DeliveryBoard board,
            Courier courier) {
        return new DeliveryControl(camel, subscribers, pauses, depths, board, courier);
    }

    /** @return the subscribers as the console, the start screen and REST show them */
    @Bean
    SubscriberStates subscriberStates(DeliveryControl control) {
        return () -> control.all().stream().map(DeliveryConfiguration::state).toList();
    }

    private static SubscriberState state(DeliveryStatus status) {
        Condition condition = status.paused()
                ? Condition.STOPPED
                : status.open() ? Condition.CIRCUIT_OPEN : status.failing() ? Condition.FAILING : Condition.WELL;
        return new SubscriberState(
                status.subscriber(),
                status.target(),
                condition,
                status.depth(),
                status.dead(),
                status.expired(),
                status.lastDelivered());
    }

    /** @return asks the broker for its queues, which it can only answer if it is well */
    @Bean(HealthConfiguration.BROKER_PROBE)
    Probe brokerProbe(SubscriberQueues queues) {
        return () -> Map.of("queues", queues.depths().size());
    }

    @Bean
    StartFact queuesFact(AlertSettings settings, ObjectProvider<EmbeddedBroker> embedded) {
        return new StartFact("queues", () -> {
            EmbeddedBroker own = embedded.getIfAvailable();
            return own == null ? "broker of its own" : doors(own, settings);
        });
    }

    private static String doors(EmbeddedBroker broker, AlertSettings settings) {
        String users = broker.clients().stream().map(BrokerClient::user).collect(Collectors.joining(", "));
        boolean generated = broker.clients().stream().anyMatch(BrokerClient::generated);
        return "JMS and AMQP on " + settings.broker().bind() + " port " + broker.port() + ", users " + users
                + (generated ? ", passwords in " + broker.passwordFile() : "");
    }
}
