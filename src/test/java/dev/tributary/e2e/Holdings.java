package dev.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.kit.EngineProcess;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;

/**
 * What an engine holds after a run, read from outside: journal and record over HTTP, a subscriber's durable queue by a
 * JMS client on the queue itself.
 */
final class Holdings {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REGISTRY = "registry";
    private static final String PASSWORD = "a-queue-of-its-own";
    private static final int AT_ONCE = 100;
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final EngineProcess engine;
    private final String run;

    private Holdings(EngineProcess engine, String run) {
        this.engine = engine;
        this.run = run;
    }

    /** Adds a subscriber without delivery route: what is in its queue stays there until a client of its own comes. */
    static EngineProcess withRegistry(EngineProcess engine) {
        return engine.set("tributary.subscribers." + REGISTRY + ".events", "admission")
                .set("tributary.broker.clients." + REGISTRY + ".password", PASSWORD)
                .set("tributary.broker.clients." + REGISTRY + ".subscribers", REGISTRY);
    }

    static Holdings of(EngineProcess engine, String run) {
        return new Holdings(engine, run);
    }

    /**
     * Once the queue is empty: each accepted message is in the journal once, its patient in the record once, its alert
     * in the registry's queue once, nothing else is anywhere, and nothing failed.
     */
    void assertEachOnce(Set<Integer> accepted) throws IOException, JMSException {
        await("the queue is empty")
                .atMost(PATIENCE)
                .until(() -> feed().get("queued").asInt() == 0);
        JsonNode feed = feed();
        assertThat(feed.get("failed").asInt() + feed.get("held").asInt())
                .as("failed or held")
                .isZero();
        assertThat(feed.get("balanced").asBoolean()).isTrue();

        Map<Long, String> journaled = journaled();
        assertThat(journaled.values())
                .as("in the journal once, retransmits apart")
                .containsExactlyInAnyOrderElementsOf(
                        accepted.stream().map(n -> Traffic.controlId(run, n)).toList());
        assertThat(patients())
                .as("in the record once, in one version")
                .containsExactlyInAnyOrderEntriesOf(versionsOfOne(accepted));
        List<Long> causes = new ArrayList<>();
        List<String> ids = new ArrayList<>();
        for (JsonNode event : drainRegistry(accepted.size())) {
            causes.add(event.at("/data/message").asLong());
            ids.add(event.get("id").asText());
        }
        assertThat(causes).as("in the subscriber's queue once").containsExactlyInAnyOrderElementsOf(journaled.keySet());
        assertThat(ids).doesNotHaveDuplicates();
    }

    private Map<String, Integer> versionsOfOne(Set<Integer> numbers) {
        Map<String, Integer> expected = new HashMap<>();
        numbers.forEach(number -> expected.put(Traffic.mrn(run, number), 1));
        return expected;
    }

    // journal number -> MSH-10 of everything that is no retransmit
    private Map<Long, String> journaled() {
        Map<Long, String> found = new HashMap<>();
        String before = "";
        while (before != null) {
            JsonNode page = json("/api/messages?feed=default&limit=500" + before);
            for (JsonNode message : page.get("messages")) {
                if (!message.hasNonNull("duplicateOf")) {
                    assertThat(message.get("state").asText()).isEqualTo("processed");
                    found.put(
                            message.get("id").asLong(), message.get("controlId").asText());
                }
            }
            before = page.hasNonNull("next") ? "&before=" + page.get("next").asLong() : null;
        }
        return found;
    }

    // MRN -> version of every patient in the record
    private Map<String, Integer> patients() {
        Map<String, Integer> found = new HashMap<>();
        String next = "/fhir/Patient?_count=200&_sort=_id";
        while (next != null) {
            JsonNode page = json(next);
            for (JsonNode entry : page.path("entry")) {
                JsonNode patient = entry.get("resource");
                String mrn = patient.at("/identifier/0/value").asText();
                assertThat(found.put(mrn, patient.at("/meta/versionId").asInt()))
                        .as("a second patient with one number")
                        .isNull();
            }
            next = nextPage(page);
        }
        return found;
    }

    private static String nextPage(JsonNode page) {
        for (JsonNode link : page.path("link")) {
            if (link.get("relation").asText().equals("next")) {
                String url = link.get("url").asText();
                return url.substring(url.indexOf("/fhir"));
            }
        }
        return null;
    }

    // takes what is expected and then waits a moment for what should not be there
    private List<JsonNode> drainRegistry(int expected) throws JMSException, IOException {
        List<JsonNode> events = new ArrayList<>();
        try (ActiveMQConnectionFactory factory =
                        new ActiveMQConnectionFactory("tcp://127.0.0.1:" + engine.brokerPort());
                Connection connection = factory.createConnection(REGISTRY, PASSWORD);
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
                MessageConsumer consumer = session.createConsumer(session.createQueue("alerts." + REGISTRY))) {
            connection.start();
            Message message;
            while ((message = consumer.receive(events.size() < expected ? 60_000 : 2_000)) != null) {
                events.add(JSON.readTree(message.getBody(String.class)));
                if (events.size() % AT_ONCE == 0) {
                    // a transaction holds what the client may have in hand: one over all would wait for ever
                    session.commit();
                }
            }
            session.commit();
        }
        return events;
    }

    private JsonNode feed() {
        return json("/api/feeds/default");
    }

    private JsonNode json(String path) {
        try {
            return JSON.readTree(engine.get(path).body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
