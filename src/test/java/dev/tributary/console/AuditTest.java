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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
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
    void whatADeedReadsIsWrittenToo() throws Exception {
        long id = receive("AUDIT-TRY");

        HttpResponse<String> tried = browser.program("POST", "/api/try", ADMIN, "{\"message\":" + id + "}");
        browser.signIn("admin", "admin-secret");
        HttpResponse<String> copied = browser.post(
                "/try", Browser.fields(browser.page("/try"), "what", "text", "message", Long.toString(id)));

        assertThat(tried.body()).contains("Larkspur");
        assertThat(copied.body()).contains("Larkspur");
        assertThat(events("patient=pat-new&user=admin&action=view"))
                .contains(
                        "admin view /api/try#messages/" + id + " [Patient/pat-old]",
                        "admin view /try#messages/" + id + " [Patient/pat-old]");
    }

    @Test
    void whoseConflictIsDecidedIsWrittenBeforeItIs() throws Exception {
        long id = receive("HOLD-AUDIT-CONFLICT");
        browser.signIn("otto", "otto-secret");
        awaitState(id, "held");

        HttpResponse<String> answer = browser.post(
                "/patients/conflicts/" + id + "/merge",
                Browser.fields(browser.page("/patients"), "survivor", "pat-other"));

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(events("patient=pat-new&user=otto"))
                .containsOnlyOnce("otto edit /patients/conflicts/" + id + "/merge [Patient/pat-old]");
    }

    @Test
    void aNumberThatNoIndexTakesKeepsNobodyFromItsMessage() throws Exception {
        String endless = new Random(7)
                .ints(12_000, 'A', 'Z' + 1)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
        long released = receive("HOLD-NUL-1", "MRN\0\uD83D\uDE00NUL^^^W~MRN10042^^^W~" + endless + "^^^W");
        long skipped = receive("HOLD-NUL-2", "MRN\0NUL^^^W~MRN10042^^^W~" + endless + "^^^W");
        browser.signIn("otto", "otto-secret");

        for (long id : List.of(released, skipped)) {
            awaitState(id, "held");
            assertThat(browser.get("/messages/" + id).statusCode()).isEqualTo(200);
            assertThat(browser.program("GET", "/api/messages/" + id + "/bytes", OTTO, "")
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(browser.page("/patients").select("article a[href=/messages/" + released + "]"))
                .hasSize(1);
        HttpResponse<String> release = browser.program("POST", "/api/messages/" + released + "/release", OTTO, "");
        HttpResponse<String> skip = browser.program("POST", "/api/messages/" + skipped + "/skip?why=test", OTTO, "");

        assertThat(release.statusCode()).isEqualTo(200);
        assertThat(skip.statusCode()).isEqualTo(200);
        awaitState(released, "processed");
        HttpResponse<String> replay = browser.program("POST", "/api/messages/" + released + "/replay", OTTO, "");
        assertThat(replay.statusCode()).isEqualTo(200);
        assertThat(events("patient=pat-new&user=otto"))
                .contains(
                        "otto view /messages/" + released + " [Patient/pat-old]",
                        "otto export /api/messages/" + released + "/bytes [Patient/pat-old]",
                        "otto release /api/messages/" + released + "/release [Patient/pat-old]",
                        "otto replay /api/messages/" + released + "/replay [Patient/pat-old]",
                        "otto skip /api/messages/" + skipped + "/skip [Patient/pat-old]");
        assertThat(events("patient=MRN%00NUL")).contains("otto view /messages/" + skipped + " [Patient/pat-old]");
        assertThat(events("patient=" + endless.substring(0, 3_000)))
                .contains("otto view /messages/" + released + " [Patient/pat-old]");
    }

    @Test
    void aNulInASearchFindsNothingAndFailsNowhere() {
        browser.signIn("otto", "otto-secret");

        for (String path : List.of(
                "/messages?q=%00",
                "/messages?q=A%00B*",
                "/messages?type=%00",
                "/messages?reason=%00",
                "/messages?controlId=%00",
                "/patients?q=%00")) {
            assertThat(browser.get(path).statusCode()).as(path).isEqualTo(200);
        }
        for (String path :
                List.of("/api/messages?q=%00", "/api/messages?q=" + "A".repeat(5_000), "/api/messages?reason=%00")) {
            assertThat(browser.program("GET", path, OTTO, "").statusCode())
                    .as(path)
                    .isEqualTo(200);
        }
        for (String path : List.of(
                "/api/audit?patient=%00",
                "/api/audit?user=%00", "/api/audit?action=%00", "/fhir/AuditEvent?agent=%00")) {
            assertThat(browser.program("GET", path, ADMIN, "").statusCode())
                    .as(path)
                    .isEqualTo(200);
        }
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
        // what it read again needs no second entry
        assertThat(events("user=otto"))
                .filteredOn(line -> line.contains("/messages/" + id + "/replay"))
                .hasSize(1);
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

    private void awaitState(long id, String state) {
        await().atMost(Duration.ofSeconds(60)).until(() -> engine.getBean(JdbcClient.class)
                .sql("select lower(state) from tributary.message where id = ?")
                .param(id)
                .query(String.class)
                .single()
                .equals(state));
    }

    private static long receive(String controlId) {
        return receive(Messages.adtA01().withControlId(controlId).bytes());
    }

    /** @param numbers instead of those of PID-3 */
    private static long receive(String controlId, String numbers) {
        String text = new String(Messages.adtA01().withControlId(controlId).bytes(), StandardCharsets.UTF_8);
        return receive(text.replace("MRN10042^^^WILLOWBROOK^MR", numbers).getBytes(StandardCharsets.UTF_8));
    }

    private static long receive(byte[] bytes) {
        return ConsoleEngine.record(
                engine,
                new WireMessage(
                        bytes,
                        new FeedName("adt"),
                        "10.0.0.7",
                        Clock.systemUTC().instant()));
    }
}
