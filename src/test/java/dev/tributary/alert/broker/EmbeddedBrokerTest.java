package dev.tributary.alert.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.alert.Alert;
import dev.tributary.alert.Severity;
import dev.tributary.base.FaultException;
import dev.tributary.kit.AlertRig;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Session;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerTest {

    private AlertRig rig;

    @BeforeEach
    void start(@TempDir Path folder) {
        Map<String, BrokerSettings.Client> clients = Map.of(
                "ward", new BrokerSettings.Client("ward-secret", List.of("ward")),
                "partner", new BrokerSettings.Client("", List.of()));
        rig = new AlertRig(folder, Map.of("ward.url", "", "clinic.url", "", "none.severities", "warning"))
                .startBroker(new BrokerSettings("", "", "", "127.0.0.1", 0, 100, clients));
        rig.startRelay();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aJmsClientWithItsPasswordConsumesItsQueue() throws Exception {
        rig.commit(alert(1));

        try (ActiveMQConnectionFactory factory = core();
                Connection connection = factory.createConnection("ward", "ward-secret")) {
            assertThat(ids(AlertRig.take(connection, "alerts.ward", 1))).containsExactly(alert(1).id());
        }
    }

    @Test
    void anAmqpClientConsumesItsQueue() throws Exception {
        rig.commit(alert(1), alert(2));

        try (Connection connection = amqp("ward-secret").createConnection()) {
            List<Message> messages = AlertRig.take(connection, "alerts.ward", 2);
            assertThat(ids(messages)).containsExactly(alert(1).id(), alert(2).id());
            assertThat(messages.get(0).getBody(String.class)).contains("\"specversion\":\"1.0\"");
            assertThat(messages.get(0).getStringProperty("severity")).isEqualTo("critical");
        }
    }

    @Test
    void aWrongPasswordIsRefusedOverBothProtocols() {
        assertThatThrownBy(() -> {
                    try (ActiveMQConnectionFactory factory = core();
                            Connection connection = factory.createConnection("ward", "wrong")) {
                        connection.start();
                    }
                })
                .isInstanceOf(JMSException.class);
        assertThatThrownBy(() -> {
                    try (Connection connection = amqp("wrong").createConnection()) {
                        connection.start();
                    }
                })
                .isInstanceOf(JMSException.class);
    }

    @Test
    void nobodyGetsInWithoutAUser() {
        assertThatThrownBy(() -> {
                    try (ActiveMQConnectionFactory factory = core();
                            Connection connection = factory.createConnection()) {
                        connection.start();
                    }
                })
                .isInstanceOf(JMSException.class);
    }

    @Test
    void aClientSeesNoQueueButItsOwn() throws Exception {
        try (ActiveMQConnectionFactory factory = core();
                Connection connection = factory.createConnection("ward", "ward-secret");
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            assertThatThrownBy(() -> session.createConsumer(session.createQueue("alerts.clinic")))
                    .isInstanceOf(JMSException.class);
            assertThatThrownBy(() -> session.createConsumer(session.createTopic(BrokerNames.ALERTS)))
                    .isInstanceOf(JMSException.class);
        }
    }

    @Test
    void anAmqpClientSeesNoQueueButItsOwn() throws Exception {
        rig.commit(alert(1));
        try (Connection connection = amqp("ward-secret").createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            for (String queue : List.of("alerts.clinic", "alerts.clinic.dead", BrokerNames.ALERTS)) {
                assertThatThrownBy(() -> session.createConsumer(session.createQueue(queue)))
                        .isInstanceOf(JMSException.class);
                assertThatThrownBy(() -> session.createBrowser(session.createQueue(queue))
                                .getEnumeration())
                        .isInstanceOf(JMSException.class);
            }
            assertThatThrownBy(() -> session.createProducer(session.createQueue("alerts.ward"))
                            .send(session.createTextMessage("forged")))
                    .isInstanceOf(JMSException.class);
        }
    }

    @Test
    void theProgramsInTheDocumentationConsumeAndAcknowledge(@TempDir Path folder) throws Exception {
        String document = Files.readString(Path.of("docs/alerts.md"));
        Matcher program = Pattern.compile("```java\n(.*?public class (\\w+) .*?)```", Pattern.DOTALL)
                .matcher(document);
        int run = 0;
        while (program.find()) {
            rig.commit(alert(++run));
            Path source = Files.writeString(folder.resolve(program.group(2) + ".java"), program.group(1));
            String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
            assertThat(ToolProvider.getSystemJavaCompiler()
                            .run(
                                    null,
                                    null,
                                    null,
                                    "-proc:none",
                                    "-cp",
                                    classPath,
                                    "-d",
                                    folder.toString(),
                                    source.toString()))
                    .isZero();
            String scheme = program.group(1).contains("qpid") ? "amqp" : "tcp";
            try (URLClassLoader compiled =
                    new URLClassLoader(new URL[] {folder.toUri().toURL()})) {
                compiled.loadClass(program.group(2))
                        .getMethod("main", String[].class)
                        .invoke(null, (Object) new String[] {
                            scheme + "://127.0.0.1:" + rig.broker().port(), "ward", "ward-secret", "ward"
                        });
            }
            assertThat(rig.take("alerts.ward.replies", 1).get(0).getBody(String.class))
                    .contains(alert(run).id());
        }
        assertThat(run).as("one over JMS and one over AMQP").isEqualTo(2);
        SubscriberQueues queues = new SubscriberQueues(rig.access(), rig.subscribers);
        assertThat(queues.depths()).containsEntry("alerts.ward", 0L).containsEntry("alerts.clinic", 2L);
        queues.close();
    }

    @Test
    void aClientSendsNothingAndManagesNothing() throws Exception {
        try (ActiveMQConnectionFactory factory = core();
                Connection connection = factory.createConnection("ward", "ward-secret");
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            for (String queue : List.of("alerts.ward", "activemq.management")) {
                assertThatThrownBy(() -> session.createProducer(session.createQueue(queue))
                                .send(session.createTextMessage("forged")))
                        .isInstanceOf(JMSException.class);
            }
            assertThatThrownBy(() -> session.createProducer(session.createTopic(BrokerNames.ALERTS))
                            .send(session.createTextMessage("forged")))
                    .isInstanceOf(JMSException.class);
            assertThatThrownBy(session::createTemporaryQueue).isInstanceOf(JMSException.class);
        }
    }

    @Test
    void aGeneratedPasswordIsKeptForItsOwnerOnly() throws Exception {
        BrokerClient partner = rig.broker().clients().stream()
                .filter(client -> client.user().equals("partner"))
                .findFirst()
                .orElseThrow();
        assertThat(partner.generated()).isTrue();
        assertThat(Files.getPosixFilePermissions(rig.broker().passwordFile()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Files.readString(rig.broker().passwordFile()))
                .contains(partner.password())
                .doesNotContain("ward-secret");
        rig.commit(alert(1));

        try (ActiveMQConnectionFactory factory = core();
                Connection connection = factory.createConnection("partner", partner.password())) {
            assertThat(AlertRig.take(connection, "alerts.clinic", 1)).hasSize(1);
        }
    }

    @Test
    void whatAFilterDoesNotAdmitIsNotInTheQueue() throws Exception {
        rig.commit(alert(1));
        assertThat(rig.take("alerts.ward", 1)).hasSize(1);

        SubscriberQueues queues = new SubscriberQueues(rig.access(), rig.subscribers);
        assertThat(queues.depths()).containsEntry("alerts.none", 0L).containsEntry("alerts.clinic", 1L);
        queues.close();
    }

    @Test
    void aSubscriberThatIsNoLongerConfiguredKeepsWhatItHasAndGetsNothingNew() throws Exception {
        rig.commit(alert(1));
        assertThat(rig.take("alerts.clinic", 1)).hasSize(1);
        rig.stopRelay();
        AlertRig.prepareWithout(rig, Set.of("ward"));
        rig.commit(alert(2));
        rig.startRelayWithoutPreparing();

        assertThat(rig.take("alerts.clinic", 1)).hasSize(1);
        assertThat(ids(rig.take("alerts.ward", 1, 5))).containsExactly(alert(1).id());
    }

    @Test
    void aPortThatIsTakenIsSaidAtTheStart(@TempDir Path folder) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            EmbeddedBroker second = new EmbeddedBroker(
                    new BrokerSettings("", "", "", "127.0.0.1", taken.getLocalPort(), 100, Map.of()), folder);

            assertThatThrownBy(second::start)
                    .isInstanceOf(FaultException.class)
                    .hasMessageContaining("port " + taken.getLocalPort());
        }
    }

    private ActiveMQConnectionFactory core() {
        return new ActiveMQConnectionFactory("tcp://127.0.0.1:" + rig.broker().port());
    }

    private JmsConnectionFactory amqp(String password) {
        return new JmsConnectionFactory(
                "ward", password, "amqp://127.0.0.1:" + rig.broker().port());
    }

    private static List<String> ids(List<Message> messages) {
        return messages.stream().map(EmbeddedBrokerTest::id).toList();
    }

    private static String id(Message message) {
        try {
            return message.getStringProperty("alertId");
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Alert alert(int number) {
        return AlertRig.alert("critical-result", Severity.CRITICAL, "p1", number);
    }
}
