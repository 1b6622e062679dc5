package dev.tributary.alert.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.alert.Alert;
import dev.tributary.alert.Severity;
import dev.tributary.alert.ledger.AlertLedger;
import dev.tributary.alert.ledger.AlertStory;
import dev.tributary.alert.ledger.Delivery;
import dev.tributary.kit.AlertRig;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxRelayTest {

    private AlertRig rig;

    @BeforeEach
    void start(@TempDir Path folder) {
        rig = new AlertRig(folder, Map.of("all.url", "", "urgent.severities", "critical")).startBroker();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void everySubscriberGetsWhatItsFilterAdmitsInOrder() throws JMSException {
        rig.startRelay();
        for (int i = 0; i < 300; i++) {
            rig.commit(alert(i));
        }
        rig.commit(AlertRig.alert("admission", Severity.INFORMATION, "p1", 1000));

        List<Alert> expected = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            expected.add(alert(i));
        }
        assertThat(ids(rig.take("alerts.urgent", 300, 400)))
                .containsExactlyElementsOf(expected.stream().map(Alert::id).toList());
        assertThat(rig.take("alerts.all", 301, 400)).hasSize(301);
        await().until(() -> rig.outbox.depth() == 0);
    }

    @Test
    void theMessageIsACloudEventWithPropertiesToFilterBy() throws Exception {
        rig.commit(alert(7));
        rig.batch.relay(rig.sender());

        Message message = rig.take("alerts.all", 1).get(0);
        JsonNode event = new ObjectMapper().readTree(message.getBody(String.class));

        assertThat(event.get("specversion").asText()).isEqualTo("1.0");
        assertThat(event.get("id").asText()).isEqualTo(alert(7).id());
        assertThat(event.get("type").asText()).isEqualTo("dev.tributary.alert.critical-result");
        assertThat(event.get("partitionkey").asText()).isEqualTo("Patient/p1");
        assertThat(event.at("/data/focus/reference").asText()).isEqualTo("Observation/7");
        assertThat(message.getStringProperty("severity")).isEqualTo("critical");
        assertThat(message.getStringProperty("facility")).isEqualTo("GENERAL");
        assertThat(message.getStringProperty("JMSXGroupID")).isEqualTo("Patient/p1");
    }

    @Test
    void aCrashBetweenSendAndMarkSendsNothingTwice() throws JMSException {
        rig.commit(alert(1), alert(2));
        // the broker has them, and the engine dies before it can say so in the database
        rig.sender().send(List.of(outgoing(alert(1)), outgoing(alert(2))));
        rig.commit(alert(3));

        assertThat(rig.batch.relay(rig.sender())).isEqualTo(3);

        assertThat(rig.outbox.depth()).isZero();
        assertThat(ids(rig.take("alerts.all", 3, 10))).containsExactly(alert(1).id(), alert(2).id(), alert(3).id());
    }

    @Test
    void theBrokerKnowsIdsAcrossItsRestart() throws JMSException {
        rig.commit(alert(1));
        rig.sender().send(List.of(outgoing(alert(1))));
        rig.stopBroker();
        rig.startBroker();

        rig.batch.relay(rig.sender());

        assertThat(ids(rig.take("alerts.all", 1, 10))).containsExactly(alert(1).id());
    }

    @Test
    void nothingIsLostWhenTheBrokerRestarts() throws JMSException {
        rig.startRelay();
        rig.commit(alert(1));
        await().until(() -> rig.outbox.depth() == 0);
        rig.stopBroker();
        rig.commit(alert(2));
        assertThat(rig.outbox.depth()).isEqualTo(1);

        rig.startBroker();
        rig.startRelay();
        await().until(() -> rig.outbox.depth() == 0);

        assertThat(ids(rig.take("alerts.all", 2))).containsExactly(alert(1).id(), alert(2).id());
    }

    @Test
    void whatTheBrokerDoesNotTakeStaysInTheOutbox() {
        rig.commit(alert(1));
        rig.stopBroker();
        AlertSender sender = new AlertSender(rig.access());

        assertThatThrownBy(() -> rig.batch.relay(sender)).isInstanceOf(Exception.class);

        assertThat(rig.outbox.depth()).isEqualTo(1);
    }

    @Test
    void theLedgerSaysInWhoseQueueAnAlertIs() throws JMSException {
        rig.commit(alert(1), AlertRig.alert("admission", Severity.INFORMATION, "p1", 2));
        rig.batch.relay(rig.sender());

        AlertLedger ledger = new AlertLedger(rig.jdbc);
        AlertStory story = ledger.byId(alert(1).id()).orElseThrow();

        assertThat(story.entry().alert()).isEqualTo(alert(1));
        assertThat(story.entry().sentAt()).isEqualTo(AlertRig.NOW);
        assertThat(story.deliveries()).extracting(Delivery::subscriber).containsExactly("all", "urgent");
        AlertStory admission = ledger.byId(AlertRig.alert("admission", Severity.INFORMATION, "p1", 2)
                        .id())
                .orElseThrow();
        assertThat(admission.deliveries()).extracting(Delivery::subscriber).containsExactly("all");
    }

    private static Alert alert(int number) {
        return AlertRig.alert("critical-result", Severity.CRITICAL, "p1", number);
    }

    private static OutgoingAlert outgoing(Alert alert) {
        return new OutgoingAlert(
                alert.id(),
                alert.rule(),
                alert.severity().code(),
                alert.event(),
                alert.feed().value(),
                alert.facility(),
                alert.focus(),
                alert.patient(),
                dev.tributary.alert.Reach.UNKNOWN,
                AlertEvent.toJson(alert));
    }

    private static List<String> ids(List<Message> messages) throws JMSException {
        List<String> ids = new ArrayList<>();
        for (Message message : messages) {
            ids.add(message.getStringProperty("alertId"));
        }
        return ids;
    }
}
