package dev.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.kit.EngineProcess;
import dev.tributary.kit.Inbox;
import dev.tributary.kit.MllpPeer;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** One engine on embedded defaults: what goes in over the socket comes out as record, alert, counter and view. */
@TestMethodOrder(MethodOrderer.MethodName.class)
class WholeWayIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static EngineProcess engine;
    private static Inbox pager;

    @BeforeAll
    static void start() {
        pager = new Inbox();
        engine = new EngineProcess(folder)
                .set("tributary.subscribers.pager.url", pager.url())
                .set("tributary.users.eve.password", "eve-looks-only")
                .set("tributary.users.eve.role", "viewer")
                .start();
    }

    @AfterAll
    static void stop() {
        engine.close();
        pager.close();
    }

    @Test
    void anAdmissionBecomesARecordAndAnAlert() {
        try (MllpPeer ehr = MllpPeer.connect(engine.mllpPort())) {
            String answer = ehr.send(Traffic.admission("W", 1));
            assertThat(MllpPeer.msa1(answer)).isEqualTo("AA");
            assertThat(MllpPeer.msa2(answer)).isEqualTo("W-1");
        }
        JsonNode patient =
                await().atMost(SOON).until(() -> onlyMatch("Patient", Traffic.mrn("W", 1)), found -> found != null);
        assertThat(patient.at("/name/0/family").asText()).isEqualTo("Zephyrine1");
        assertThat(patient.at("/meta/source").asText()).startsWith("urn:tributary:message:");
        JsonNode encounters =
                fhir("/fhir/Encounter?patient=" + patient.get("id").asText());
        assertThat(encounters.get("total").asInt()).isEqualTo(1);
        assertThat(encounters.at("/entry/0/resource/status").asText()).isEqualTo("in-progress");
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(pager.bodies()).anyMatch(body -> body.contains("admission")));
    }

    @Test
    void aCriticalPotassiumReachesTheSubscriberAsCloudEvent() throws IOException {
        try (MllpPeer lab = MllpPeer.connect(engine.mllpPort())) {
            assertThat(MllpPeer.msa1(lab.send(Traffic.criticalPotassium("W", 2))))
                    .isEqualTo("AA");
        }
        String body = await().atMost(SOON)
                .until(
                        () -> pager.bodies().stream()
                                .filter(b -> b.contains("critical"))
                                .findFirst()
                                .orElse(null),
                        found -> found != null);
        JsonNode event = JSON.readTree(body);
        assertThat(event.get("specversion").asText()).isEqualTo("1.0");
        assertThat(event.get("id").asText()).isNotBlank();
    }

    @Test
    void everyVersionOfAMergedPatientsStoryLeadsToItsMessageAndBack() {
        try (MllpPeer ehr = MllpPeer.connect(engine.mllpPort())) {
            ehr.send(Traffic.admission("Y", 1));
            ehr.send(Traffic.admission("Y", 2));
            ehr.send(Traffic.criticalPotassium("Y", 2));
            ehr.send(Traffic.message(
                    "MSH|^~\\&|EHR|NORTH|TRIBUTARY|HUB|20260301100000+0100||ADT^A40^ADT_A39|Y-MERGE|P|2.5.1",
                    "EVN|A40|20260301100000+0100",
                    "PID|1||" + Traffic.mrn("Y", 1) + "^^^NORTH^MR||Zephyrine1^Quillon1",
                    "MRG|" + Traffic.mrn("Y", 2) + "^^^NORTH^MR"));
        }
        await().atMost(SOON).until(() -> message("Y-MERGE").get("state").asText(), state -> state.equals("processed"));
        String survivor = onlyMatch("Patient", Traffic.mrn("Y", 1)).get("id").asText();

        JsonNode story = fhir("/fhir/Patient/" + survivor + "/$everything?_count=200");

        Map<String, Integer> types = new TreeMap<>();
        Set<String> causes = new TreeSet<>();
        for (JsonNode entry : story.get("entry")) {
            JsonNode resource = entry.get("resource");
            String reference = resource.get("resourceType").asText() + "/"
                    + resource.get("id").asText();
            types.merge(resource.get("resourceType").asText(), 1, Integer::sum);
            for (JsonNode then : fhir("/fhir/" + reference + "/_history").get("entry")) {
                String source = then.at("/resource/meta/source").asText();
                if (!source.startsWith("urn:tributary:message:")) {
                    continue; // written by no message: a task that an alert keeps
                }
                String number = source.substring("urn:tributary:message:".length());
                causes.add(parse(engine.get("/api/messages/" + number).body())
                        .get("controlId")
                        .asText());
                String version = then.at("/resource/meta/versionId").asText();
                assertThat(parse(engine.get("/api/messages/" + number + "/resources")
                                .body()))
                        .as("what the message behind %s version %s wrote", reference, version)
                        .anySatisfy(written -> assertThat(written.get("link").asText())
                                .isEqualTo("/fhir/" + reference + "/_history/" + version));
            }
        }
        assertThat(types)
                .as("both visits and the result under one patient")
                .containsEntry("Encounter", 2)
                .containsEntry("Observation", 1)
                .containsKey("Patient");
        assertThat(causes).contains("Y-1", "Y-2", "LY-2", "Y-MERGE");
    }

    @Test
    void threeFramesInOneWriteGiveThreeAnswersInOrder() {
        try (MllpPeer ehr = MllpPeer.connect(engine.mllpPort())) {
            ehr.write(
                    MllpPeer.frame(Traffic.admission("T", 1)),
                    MllpPeer.frame(Traffic.admission("T", 2)),
                    MllpPeer.frame(Traffic.admission("T", 3)));
            List<String> answers = ehr.readAnswers(3);
            assertThat(answers).extracting(MllpPeer::msa1).containsExactly("AA", "AA", "AA");
            assertThat(answers).extracting(MllpPeer::msa2).containsExactly("T-1", "T-2", "T-3");
        }
    }

    @Test
    void aRetransmitIsAcceptedAndHasNoSecondEffect() {
        try (MllpPeer ehr = MllpPeer.connect(engine.mllpPort())) {
            assertThat(MllpPeer.msa1(ehr.send(Traffic.admission("R", 1)))).isEqualTo("AA");
            assertThat(MllpPeer.msa1(ehr.send(Traffic.admission("R", 1)))).isEqualTo("AA");
        }
        JsonNode patient =
                await().atMost(SOON).until(() -> onlyMatch("Patient", Traffic.mrn("R", 1)), found -> found != null);
        waitForAnEmptyQueue();
        assertThat(fhir("/fhir/Patient/" + patient.get("id").asText() + "/_history")
                        .get("total")
                        .asInt())
                .isEqualTo(1);
    }

    @Test
    void unreadableBytesAreRejectedAndKept() {
        try (MllpPeer stranger = MllpPeer.connect(engine.mllpPort())) {
            String answer = stranger.send("this is no HL7".getBytes(StandardCharsets.UTF_8));
            assertThat(MllpPeer.msa1(answer)).isEqualTo("AR");
        }
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(feed().get("failed").asInt()).isPositive());
    }

    @Test
    void everyShapeOfFrameIsTaken() {
        String text = new String(Traffic.admission("F", 1), StandardCharsets.UTF_8);
        byte[] whole = MllpPeer.frame(Traffic.admission("F", 2));
        try (MllpPeer ehr = MllpPeer.connect(engine.mllpPort())) {
            ehr.write("noise\r\n".getBytes(StandardCharsets.UTF_8), Arrays.copyOf(whole, 100));
            ehr.write(Arrays.copyOfRange(whole, 100, whole.length));
            assertThat(MllpPeer.msa2(ehr.readAnswer())).isEqualTo("F-2");
            for (String end : List.of("\n", "\r\n")) {
                String answer = ehr.send(text.replace("\r", end).getBytes(StandardCharsets.UTF_8));
                assertThat(MllpPeer.msa1(answer)).isEqualTo("AA");
            }
            // no CR after FS: answered at once, not when something follows
            byte[] open = MllpPeer.frame(Traffic.admission("F", 3));
            ehr.write(Arrays.copyOf(open, open.length - 1));
            assertThat(MllpPeer.msa2(ehr.readAnswer())).isEqualTo("F-3");
        }
    }

    @Test
    void anEnhancedSenderHearsOfTheCommitAndLaterOfTheProcessing() {
        String text = new String(Traffic.admission("E", 1), StandardCharsets.UTF_8);
        try (MllpPeer ehr = MllpPeer.connect(engine.mllpPort())) {
            ehr.write(
                    MllpPeer.frame(text.replace("|P|2.5.1", "|P|2.5.1|||AL|AL").getBytes(StandardCharsets.UTF_8)));
            List<String> answers = ehr.readAnswers(2);
            assertThat(answers).extracting(MllpPeer::msa1).containsExactly("CA", "AA");
            assertThat(answers).extracting(MllpPeer::msa2).containsExactly("E-1", "E-1");
        }
    }

    @Test
    void aBatchGetsOneAnswerForAll() {
        String one = new String(Traffic.admission("B", 1), StandardCharsets.UTF_8);
        String two = new String(Traffic.admission("B", 2), StandardCharsets.UTF_8);
        String batch = "FHS|^~\\&|EHR|NORTH\rBHS|^~\\&|EHR|NORTH\r" + one + two + "BTS|2\rFTS|1\r";
        try (MllpPeer ehr = MllpPeer.connect(engine.mllpPort())) {
            assertThat(ehr.send(batch.getBytes(StandardCharsets.UTF_8)))
                    .contains("MSA|AA|B-1")
                    .contains("MSA|AA|B-2");
        }
    }

    @Test
    void aLatinNameIsReadBySetOfItsHeader() {
        String text = new String(Traffic.admission("L", 1), StandardCharsets.UTF_8)
                .replace("|P|2.5.1", "|P|2.5.1||||||8859/1")
                .replace("Zephyrine1^", "Zephyrin\u00fc1^");
        try (MllpPeer ehr = MllpPeer.connect(engine.mllpPort())) {
            assertThat(MllpPeer.msa1(ehr.send(text.getBytes(StandardCharsets.ISO_8859_1))))
                    .isEqualTo("AA");
        }
        JsonNode patient =
                await().atMost(SOON).until(() -> onlyMatch("Patient", Traffic.mrn("L", 1)), found -> found != null);
        assertThat(patient.at("/name/0/family").asText()).isEqualTo("Zephyrin\u00fc1");
    }

    @Test
    void anUnknownTriggerIsMappedByItsSegments() {
        assertThat(endOf("U-1", text -> text.replace("ADT^A01^ADT_A01", "ADT^Z77^ADT_Z77"), "U"))
                .isEqualTo("processed");
        assertThat(onlyMatch("Patient", Traffic.mrn("U", 1))).isNotNull();
    }

    @Test
    void anImpossibleDateGoesOnWithoutTheDate() {
        assertThat(endOf("I-1", text -> text.replace("19610203", "19611345"), "I"))
                .isEqualTo("processed");
        JsonNode patient = onlyMatch("Patient", Traffic.mrn("I", 1));
        assertThat(patient).isNotNull();
        assertThat(patient.at("/birthDate").asText()).isNotEqualTo("1961-13-45");
        assertThat(patient.at("/birthDate").isMissingNode()).isTrue();
    }

    @Test
    void anUnknownCodeGoesOnAndIsAWorkItem() {
        assertThat(endOf("C-1", text -> text.replace("19610203|F", "19610203|QX"), "C"))
                .isEqualTo("processed");
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(engine.get("/api/codes/unmapped").body()).contains("\"QX\""));
    }

    @Test
    void aMessageWithoutAPatientNumberIsNotDropped() {
        String end = endOf("N-1", text -> text.replace(Traffic.mrn("N", 1) + "^^^NORTH^MR", ""), "N");
        assertThat(end).isIn("processed", "held", "failed");
        JsonNode message = message("N-1");
        assertThat(message.get("acknowledged").asText()).isEqualTo("accepted");
        assertThat(end.equals("processed") || message.hasNonNull("issue"))
                .as("says why")
                .isTrue();
    }

    @Test
    void countersBalance() {
        waitForAnEmptyQueue();
        JsonNode feed = feed();
        assertThat(feed.get("received").asLong())
                .isEqualTo(feed.get("processed").asLong()
                        + feed.get("filtered").asLong()
                        + feed.get("queued").asLong()
                        + feed.get("held").asLong()
                        + feed.get("failed").asLong());
    }

    @Test
    void theManagementSpeaksOnlyToThoseWhoSignIn() {
        assertThat(engine.send(HttpRequest.newBuilder(engine.uri("/actuator/health")))
                        .statusCode())
                .isEqualTo(200);
        for (String path : List.of("/api/feeds", "/fhir/Patient", "/actuator/prometheus", "/actuator/hawtio", "/")) {
            assertThat(engine.send(HttpRequest.newBuilder(engine.uri(path))).statusCode())
                    .as(path)
                    .isEqualTo(401);
        }
        assertThat(engine.get("/actuator/prometheus").body())
                .contains("tributary_messages_received_total")
                .contains("tributary_ack_latency");
        assertThat(engine.get("/").statusCode()).isEqualTo(200);
    }

    @Test
    void zzNoPatientDataStandsInTheLog() {
        for (String run : List.of("W", "T", "R", "F", "E", "B", "L", "U", "I", "C", "N")) {
            assertThat(Traffic.peopleIn(run, engine.output())).isEmpty();
        }
        assertThat(Traffic.peopleIn("W", "an exception quoted Quillon7 and W000012"))
                .as("the search itself finds")
                .contains("Quillon", "W000012");
    }

    // sends admission 1 of the run, altered, and waits for its end
    private static String endOf(String controlId, UnaryOperator<String> change, String run) {
        String text = change.apply(new String(Traffic.admission(run, 1), StandardCharsets.UTF_8));
        try (MllpPeer ehr = MllpPeer.connect(engine.mllpPort())) {
            String answer = ehr.send(text.getBytes(StandardCharsets.UTF_8));
            assertThat(MllpPeer.msa1(answer)).isEqualTo("AA");
            assertThat(MllpPeer.msa2(answer)).isEqualTo(controlId);
        }
        return await().atMost(SOON)
                .until(() -> message(controlId).get("state").asText(), state -> !state.equals("queued"));
    }

    private static JsonNode message(String controlId) {
        return parse(engine.get("/api/messages?controlId=" + controlId).body())
                .get("messages")
                .get(0);
    }

    private static JsonNode onlyMatch(String type, String identifier) {
        JsonNode bundle = fhir("/fhir/" + type + "?identifier=" + identifier);
        assertThat(bundle.path("total").asInt()).isLessThanOrEqualTo(1);
        return bundle.path("total").asInt() == 1 ? bundle.at("/entry/0/resource") : null;
    }

    private static void waitForAnEmptyQueue() {
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(feed().get("queued").asInt()).isZero());
    }

    private static JsonNode feed() {
        return parse(engine.get("/api/feeds/default").body());
    }

    private static JsonNode fhir(String path) {
        return parse(engine.get(path).body());
    }

    private static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
