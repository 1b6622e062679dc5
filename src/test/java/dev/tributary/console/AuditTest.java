package dev.tributary.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ca.uhn.fhir.context.FhirContext;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.base.FeedName;
import dev.tributary.hl7.WireMessage;
import dev.tributary.kit.Messages;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.AuditEvent;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Every look and every deed is written down before it is answered, and found again by patient and by user. */
class AuditTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path data;

    @SuppressWarnings("NullAway.Init")
    private static ConfigurableApplicationContext engine;

    private static String address = "";

    private static final String ADMIN = Browser.basic("admin", "admin-secret");
    private static final String OTTO = Browser.basic("otto", "otto-secret");

    private final Browser browser = new Browser(address);
    private final ObjectMapper json = new ObjectMapper();

    @BeforeAll
    static void start() {
        engine = ConsoleEngine.start(
                "--server.port=0",
                "--tributary.data-dir=" + data,
                "--tributary.admin-password=admin-secret",
                "--tributary.users.otto.password=otto-secret",
                "--tributary.users.otto.role=operator",
                "--tributary.users.olga.password=olga-secret",
                "--tributary.users.olga.role=operator");
        address = "http://127.0.0.1:"
                + ((WebServerApplicationContext) engine).getWebServer().getPort();
        // two numbers of one patient, who was two once
        JdbcClient jdbc = engine.getBean(JdbcClient.class);
        jdbc.sql("insert into tributary.patient (id, replaced_by, created_at) values ('pat-new', null, now()),"
                        + " ('pat-old', 'pat-new', now()), ('pat-other', null, now())")
                .update();
        jdbc.sql("insert into tributary.patient_identifier (system, value, patient_id) values"
                        + " ('urn:x', 'MRN10042', 'pat-old'), ('urn:x', 'OTHER77', 'pat-other')")
                .update();
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @Test
    void whoLookedAtAMessageIsFoundByThePatientItSpeaksOfMergesFollowed() throws Exception {
        long id = receive("AUDIT-VIEW");
        browser.signIn("olga", "olga-secret");

        browser.get("/messages/" + id);
        browser.program("GET", "/api/messages/" + id + "/bytes", OTTO, "");

        for (String patient : List.of("pat-old", "Patient/pat-new", "MRN10042")) {
            List<String> lines = events("patient=" + patient);
            assertThat(lines)
                    .contains(
                            "olga view /messages/" + id + " [Patient/pat-old]",
                            "otto export /api/messages/" + id + "/bytes [Patient/pat-old]");
        }
        assertThat(events("patient=pat-other")).noneMatch(line -> line.contains("/messages/" + id));
        assertThat(events("user=olga")).contains("olga view /messages/" + id + " [Patient/pat-old]");
        assertThat(events("user=olga")).allMatch(line -> line.startsWith("olga "));
    }

    @Test
    void searchesExportsAndAlertsTooWithTheWordsThatWereLookedFor() throws Exception {
        long id = receive("AUDIT-SEARCH");
        await().atMost(Duration.ofSeconds(60))
                .until(() -> browser.program("GET", "/api/messages?q=AUDIT-SEARCH", OTTO, "")
                        .body()
                        .contains("AUDIT-SEARCH"));
        browser.program("GET", "/api/messages?q=mrn10042", OTTO, "");
        browser.program("GET", "/api/messages/export?format=hl7&controlId=AUDIT-SEARCH", OTTO, "");
        browser.program("GET", "/api/patients/pat-new/identity", OTTO, "");
        String alert = ConsoleEngine.openAlert(engine, "AUDIT", id, "something");
        browser.program("GET", "/api/alerts/" + alert, OTTO, "");

        assertThat(events("patient=pat-new&user=otto"))
                .anyMatch(line -> line.startsWith("otto search /api/messages "))
                .contains("otto export /api/messages/export [Patient/pat-old]");
        assertThat(events("user=otto&action=view")).anyMatch(line -> line.contains("/api/alerts/" + alert));
    }

    @Test
    void aDeedIsWrittenBeforeItIsDone() throws Exception {
        long id = receive("AUDIT-REPLAY");
        await().atMost(Duration.ofSeconds(60)).until(() -> browser.program("GET", "/api/messages/" + id, OTTO, "")
                .body()
                .contains("\"state\":\"processed\""));
        browser.signIn("otto", "otto-secret");
        Document page = browser.page("/messages/" + id);

        browser.post("/messages/" + id + "/replay", Browser.fields(page));

        assertThat(events("patient=pat-new&action=replay"))
                .contains("otto replay /messages/" + id + "/replay [Patient/pat-old]");
    }

    @Test
    void whatCannotBeWrittenDownIsNeitherShownNorDone() {
        long id = receive("AUDIT-AWAY");
        browser.signIn("otto", "otto-secret");
        Document before = browser.page("/messages/" + id);
        JdbcClient jdbc = engine.getBean(JdbcClient.class);
        jdbc.sql("alter table tributary.audit_event rename to audit_event_away").update();
        try {
            HttpResponse<String> page = browser.get("/messages/" + id);
            HttpResponse<String> rest = browser.program("GET", "/api/messages/" + id + "/bytes", OTTO, "");
            HttpResponse<String> export = browser.program("GET", "/api/messages/export?format=hl7", OTTO, "");
            HttpResponse<String> deed = browser.post("/messages/" + id + "/replay", Browser.fields(before));
            HttpResponse<String> fhir = browser.program("GET", "/fhir/AuditEvent", ADMIN, "");

            for (HttpResponse<String> answer : List.of(page, rest, export, deed, fhir)) {
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.body()).doesNotContain("Larkspur", "MRN10042");
            }
            assertThat(browser.get("/").statusCode()).isEqualTo(200);
        } finally {
            jdbc.sql("alter table tributary.audit_event_away rename to audit_event")
                    .update();
        }
        assertThat(browser.page("/messages/" + id).select(".timeline").text()).doesNotContain("replayed");
    }

    @Test
    void fhirShowsItAsAuditEventsOfBalp() throws Exception {
        long id = receive("AUDIT-FHIR");
        browser.program("GET", "/api/messages/" + id, OTTO, "");

        JsonNode bundle = json.readTree(
                browser.program("GET", "/fhir/AuditEvent?patient=Patient/pat-new&agent=otto&_count=1", ADMIN, "")
                        .body());
        JsonNode resource = bundle.at("/entry/0/resource");
        AuditEvent event =
                FhirContext.forR4Cached().newJsonParser().parseResource(AuditEvent.class, resource.toString());

        assertThat(event.getMeta().getProfile().get(0).getValue())
                .isEqualTo("https://profiles.ihe.net/ITI/BALP/StructureDefinition/IHE.BasicAudit.PatientRead");
        assertThat(event.getAgent()).anySatisfy(agent -> {
            assertThat(agent.getRequestor()).isTrue();
            assertThat(agent.getWho().getIdentifier().getValue()).isEqualTo("otto");
        });
        assertThat(event.getEntity()).anySatisfy(entity -> {
            assertThat(entity.getRole().getCode()).isEqualTo("1");
            assertThat(entity.getWhat().getReference()).isEqualTo("Patient/pat-old");
        });
        assertThat(bundle.at("/link/1/relation").asText()).isEqualTo("next");
        assertThat(browser.program("GET", "/fhir/AuditEvent/" + event.getIdPart(), ADMIN, "")
                        .statusCode())
                .isEqualTo(200);
        assertThat(browser.program("GET", "/fhir/AuditEvent?colour=red", ADMIN, "")
                        .statusCode())
                .isEqualTo(400);
        assertThat(browser.program("POST", "/fhir/AuditEvent", ADMIN, "{}").statusCode())
                .isEqualTo(405);
        assertThat(browser.program("GET", "/fhir/AuditEvent", OTTO, "").statusCode())
                .isEqualTo(403);
    }

    @Test
    void theRecordAtFhirIsAuditedToo() throws Exception {
        browser.program("GET", "/fhir/Patient/pat-new", OTTO, "");
        browser.program("GET", "/fhir/Patient", OTTO, "");
        HttpResponse<String> put = browser.program(
                "PUT", "/fhir/Patient/pat-new", ADMIN, "{\"resourceType\":\"Patient\",\"id\":\"pat-new\"}");
        browser.program("GET", "/fhir/metadata", OTTO, "");

        assertThat(put.statusCode()).isEqualTo(200);
        assertThat(events("patient=pat-new"))
                .contains(
                        "otto view /fhir/Patient/pat-new [Patient/pat-new]",
                        "otto search /fhir/Patient [Patient/pat-new]",
                        "admin edit /fhir/Patient/pat-new [Patient/pat-new]");
        assertThat(events("user=otto")).noneMatch(line -> line.contains("/fhir/metadata"));
        JdbcClient jdbc = engine.getBean(JdbcClient.class);
        jdbc.sql("alter table tributary.audit_event rename to audit_event_away").update();
        try {
            HttpResponse<String> unseen = browser.program("GET", "/fhir/Patient/pat-new", OTTO, "");
            assertThat(unseen.statusCode()).isEqualTo(503);
            assertThat(unseen.body()).doesNotContain("Larkspur");
        } finally {
            jdbc.sql("alter table tributary.audit_event_away rename to audit_event")
                    .update();
        }
    }

    private List<String> events(String query) throws Exception {
        JsonNode page = json.readTree(browser.program("GET", "/api/audit?limit=1000&" + query, ADMIN, "")
                .body());
        List<String> lines = new ArrayList<>();
        for (JsonNode event : page.get("events")) {
            List<String> patients = new ArrayList<>();
            event.get("patients").forEach(patient -> patients.add(patient.asText()));
            lines.add(event.get("user").asText() + " " + event.get("action").asText() + " "
                    + event.get("what").asText() + " " + patients);
        }
        return lines;
    }

    private static long receive(String controlId) {
        return ConsoleEngine.record(
                engine,
                new WireMessage(
                        Messages.adtA01().withControlId(controlId).bytes(),
                        new FeedName("adt"),
                        "10.0.0.7",
                        Clock.systemUTC().instant()));
    }
}
