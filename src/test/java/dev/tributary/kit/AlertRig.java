package dev.tributary.kit;

import dev.tributary.alert.Alert;
import dev.tributary.alert.AlertRules;
import dev.tributary.alert.Severity;
import dev.tributary.alert.broker.BrokerAccess;
import dev.tributary.alert.broker.BrokerSettings;
import dev.tributary.alert.broker.EmbeddedBroker;
import dev.tributary.alert.broker.SubscriberQueues;
import dev.tributary.alert.outbox.AlertSender;
import dev.tributary.alert.outbox.Outbox;
import dev.tributary.alert.outbox.OutboxBatch;
import dev.tributary.alert.outbox.OutboxRelay;
import dev.tributary.alert.outbox.OutboxSignal;
import dev.tributary.alert.rule.RuleFile;
import dev.tributary.alert.subscriber.SubscriberSettings;
import dev.tributary.alert.subscriber.Subscribers;
import dev.tributary.base.BusinessId;
import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The alert room on a real database and a real broker, without Spring. */
public final class AlertRig implements AutoCloseable {

    /** What every clock of the rig says. */
    public static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

    public final DataSource database = TestDatabase.create();
    public final JdbcClient jdbc = JdbcClient.create(database);
    public final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    public final TransactionTemplate transaction = new TransactionTemplate(new JdbcTransactionManager(database));
    public final OutboxSignal signal = new OutboxSignal();
    public final Outbox outbox = new Outbox(jdbc, signal);
    public final Subscribers subscribers;
    public final OutboxBatch batch;
    private final Path folder;
    private EmbeddedBroker broker;
    private BrokerAccess access;
    private OutboxRelay relay;

    /**
     * @param folder for the broker's data
     * @param properties below {@code tributary.subscribers}
     */
    public AlertRig(Path folder, Map<String, String> properties) {
        this.folder = folder;
        new ResourceDatabasePopulator(
                        new ClassPathResource("db/migration/V3__alert.sql"),
                        new ClassPathResource("db/migration/V11__alert_loop.sql"),
                        new ClassPathResource("db/migration/V40__resend.sql"),
                        new ClassPathResource("db/migration/V60__feed_rhythm.sql"))
                .execute(database);
        this.subscribers = Subscribers.of(settings(properties), AlertRules.load(RuleFile.in(Path.of("mappings"))));
        this.batch = new OutboxBatch(database, subscribers, clock);
    }

    private static Map<String, SubscriberSettings> settings(Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties))
                .bind("", Bindable.mapOf(String.class, SubscriberSettings.class))
                .orElse(Map.of());
    }

    /** Starts the broker on its data; a second time after {@link #stopBroker}. */
    public AlertRig startBroker() {
        return startBroker(new BrokerSettings("", "", "", "127.0.0.1", 0, 100, Map.of()));
    }

    /** The same with settings of one's own. */
    public AlertRig startBroker(BrokerSettings settings) {
        broker = new EmbeddedBroker(settings, folder);
        broker.start();
        access = broker.access();
        new SubscriberQueues(access, subscribers).prepare();
        return this;
    }

    /** Prepares the broker as if these subscribers were not configured any more. */
    public static void prepareWithout(AlertRig rig, Set<String> gone) {
        Map<String, String> rest = new HashMap<>();
        rig.subscribers.all().stream()
                .filter(subscriber -> !gone.contains(subscriber.name()))
                .forEach(subscriber -> rest.put(subscriber.name() + ".url", ""));
        new SubscriberQueues(
                        rig.access, Subscribers.of(settings(rest), AlertRules.load(RuleFile.in(Path.of("mappings")))))
                .prepare();
    }

    public void stopBroker() {
        stopRelay();
        access.close();
        broker.stop();
    }

    public BrokerAccess access() {
        return access;
    }

    public EmbeddedBroker broker() {
        return broker;
    }

    public AlertSender sender() {
        return new AlertSender(access);
    }

    public void startRelay() {
        startRelay(() -> new SubscriberQueues(access, subscribers).prepare());
    }

    public void startRelayWithoutPreparing() {
        startRelay(() -> {});
    }

    private void startRelay(Runnable prepare) {
        relay = new OutboxRelay(batch, sender(), signal, prepare);
        relay.start();
    }

    public void stopRelay() {
        if (relay != null) {
            try {
                relay.stop();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            relay = null;
        }
    }

    /** Commits alerts as a message's way does. */
    public List<Alert> commit(Alert... alerts) {
        return transaction.execute(status -> outbox.add(List.of(alerts)));
    }

    /** @return an invented alert; the same number is the same fact */
    public static Alert alert(String rule, Severity severity, String patient, int number) {
        return new Alert(
                BusinessId.of("Alert", rule, patient, String.valueOf(number)),
                rule,
                severity,
                rule,
                FeedName.DEFAULT,
                "GENERAL^1.2.3^ISO",
                new MessageId(number),
                "Patient/" + patient,
                null,
                "Observation/" + number,
                List.of("unit"),
                "alert number " + number,
                NOW);
    }

    /** @return that many messages of a queue, in order, taken from it; fewer if they do not come */
    public List<Message> take(String queue, int expected) throws JMSException {
        return take(queue, expected, expected);
    }

    /** The same, and up to {@code most} of what should not be there and is. */
    public List<Message> take(String queue, int expected, int most) throws JMSException {
        try (Connection connection = access.createConnection()) {
            return take(connection, queue, expected, most);
        }
    }

    /** The same with a connection of one's own. */
    public static List<Message> take(Connection connection, String queue, int expected) throws JMSException {
        return take(connection, queue, expected, expected);
    }

    private static List<Message> take(Connection connection, String queue, int expected, int most) throws JMSException {
        connection.start();
        List<Message> messages = new ArrayList<>();
        try (Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
                MessageConsumer consumer = session.createConsumer(session.createQueue(queue))) {
            Message message;
            // the last receive waits in vain: that nothing more comes can only be seen by waiting
            while (messages.size() < most
                    && (message = consumer.receive(messages.size() < expected ? 20_000 : 300)) != null) {
                messages.add(message);
            }
        }
        return messages;
    }

    @Override
    public void close() {
        stopRelay();
        if (access != null) {
            access.close();
            broker.stop();
        }
    }
}
