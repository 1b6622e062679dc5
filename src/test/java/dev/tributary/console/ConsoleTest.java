package dev.tributary.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.alert.Alert;
import dev.tributary.alert.AlertState;
import dev.tributary.alert.Severity;
import dev.tributary.alert.loop.AlertLinks;
import dev.tributary.alert.loop.PostgresAlertBook;
import dev.tributary.alert.outbox.Outbox;
import dev.tributary.base.BusinessId;
import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import dev.tributary.hl7.WireMessage;
import dev.tributary.kit.InMemoryFhirStore;
import dev.tributary.kit.Messages;
import dev.tributary.store.ResourceChange;
import dev.tributary.store.StoreTransaction;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What {@code /api} answers, over HTTP, from a real journal. */
class ConsoleTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path data;

    @SuppressWarnings("NullAway.Init")
    private static ConfigurableApplicationContext engine;

    private static String address = "";
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        engine = ConsoleEngine.start(
                "--server.port=0",
                "--tributary.data-dir=" + data,
                "--tributary.admin-password=admin-secret",
                "--tributary.users.otto.password=otto-secret",
                "--tributary.users.otto.role=operator",
                "--tributary.users.vera.password=vera-secret",
                "--tributary.users.vera.role=viewer");
        address = "http://127.0.0.1:"
                + ((WebServerApplicationContext) engine).getWebServer().getPort();
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @Test
    void everyFeedBalancesAndSaysWhy() {
        receive("lab", "OK-1");
        receive("lab", "SKIP-1");
        receive("lab", "FAIL-1");
        receive("lab", "HOLD-1");

        await().atMost(SOON).untilAsserted(() -> {
            JsonNode lab = json(get("/api/feeds/lab", "vera"));
            assertThat(lab.path("queued").asLong()).isZero();
            assertThat(lab.path("received").asLong()).isEqualTo(4);
        });
        JsonNode lab = json(get("/api/feeds/lab", "vera"));

        assertThat(lab.path("processed").asLong()).isEqualTo(1);
        assertThat(lab.at("/reasons/filtered/type-ignored").asLong()).isEqualTo(1);
        assertThat(lab.at("/reasons/failed/VALUE_INVALID").asLong()).isEqualTo(1);
        assertThat(lab.at("/reasons/held/IDENTITY_CONFLICT").asLong()).isEqualTo(1);
        assertThat(lab.path("balanced").asBoolean()).isTrue();
        assertThat(lab.path("condition").asText()).isEqualTo("failed");
        assertThat(lab.path("lastReceivedAt").asText()).endsWith("Z");
        assertThat(lab.at("/settings/ownership").asText()).isEqualTo("owner");
        assertThat(get("/actuator/prometheus", "vera").body())
                .contains("tributary_messages_held{feed=\"lab\"} 1.0")
                .contains("tributary_messages_filtered_total{feed=\"lab\",reason=\"type-ignored\"} 1.0");
    }

    @Test
    void aMessageCanBeFoundReadAndGotBackAsItCame() {
        byte[] bytes = Messages.adtA01().withControlId("FIND-1").bytes();
        long id = ConsoleEngine.record(
                engine,
                new WireMessage(
                        bytes,
                        new FeedName("adt"),
                        "10.0.0.7",
                        Clock.systemUTC().instant()));
        awaitState(id, "processed");

        JsonNode found = json(get("/api/messages?controlId=FIND-1", "otto"));
        HttpResponse<String> original = get("/api/messages/" + id + "/bytes", "otto");

        assertThat(found.at("/messages/0/id").asLong()).isEqualTo(id);
        assertThat(found.at("/messages/0/type").asText()).isEqualTo("ADT^A01");
        assertThat(found.toString()).doesNotContain("PID");
        assertThat(original.body().getBytes(StandardCharsets.UTF_8)).isEqualTo(bytes);
        assertThat(original.headers().firstValue("Content-Type")).hasValue("application/hl7-v2");
        assertThat(original.headers().firstValue("Cache-Control").orElseThrow()).contains("no-store");
    }

    @Test
    void aMessageLeadsToAllItWrote() {
        byte[] bytes = Messages.adtA01().withControlId("WROTE-1").bytes();
        long id = ConsoleEngine.record(
                engine,
                new WireMessage(
                        bytes, new FeedName("adt"), "", Clock.systemUTC().instant()));
        awaitState(id, "processed");
        Patient patient = new Patient();
        patient.setId("wrote-1");
        InMemoryFhirStore store = engine.getBean(InMemoryFhirStore.class);
        store.commit(new StoreTransaction(new MessageId(id), List.of(new ResourceChange(null, patient))));

        JsonNode written = json(get("/api/messages/" + id + "/resources", "otto"));

        assertThat(written).hasSize(1);
        assertThat(written.at("/0/resource").asText()).isEqualTo("Patient/wrote-1");
        assertThat(written.at("/0/version").asInt()).isEqualTo(1);
        assertThat(written.at("/0/link").asText()).isEqualTo("/fhir/Patient/wrote-1/_history/1");
        assertThat(get("/api/messages/999999/resources", "otto").statusCode()).isEqualTo(404);
        assertThat(get("/api/messages/" + id + "/resources", "vera").statusCode())
                .isEqualTo(403);
    }

    @Test
    void pagesGoOnWhereTheLastEndedWhateverComesInBetween() {
        long first = receive("adt", "PAGE-1");
        long second = receive("adt", "PAGE-2");

        JsonNode page = json(get("/api/messages?limit=1&before=" + (second + 1), "otto"));
        receive("adt", "PAGE-3");
        JsonNode next =
                json(get("/api/messages?limit=1&before=" + page.path("next").asLong(), "otto"));

        assertThat(page.at("/messages/0/id").asLong()).isEqualTo(second);
        assertThat(next.at("/messages/0/id").asLong())
                .isGreaterThanOrEqualTo(first)
                .isLessThan(second);
    }

    @Test
    void anOperatorReleasesAHeldMessageAndTheTimelineSaysWho() {
        long id = receive("adt", "HOLD-7");
        awaitState(id, "held");
        assertThat(json(get("/api/messages/" + id, "otto")).at("/issue/where").asText())
                .isEqualTo("PID-3");

        assertThat(post("/api/messages/" + id + "/release", "otto").statusCode())
                .isEqualTo(200);

        awaitState(id, "processed");
        JsonNode timeline = json(get("/api/messages/" + id, "otto")).path("timeline");
        assertThat(timeline.findValuesAsText("kind")).contains("released");
        assertThat(timeline.findValuesAsText("who")).contains("otto");
    }

    @Test
    void aFailedMessageIsReplayedAndAHeldOneSkipped() {
        long failed = receive("adt", "FAIL-7");
        long held = receive("adt", "HOLD-8");
        awaitState(failed, "failed");
        awaitState(held, "held");

        assertThat(post("/api/messages/" + failed + "/replay", "otto").statusCode())
                .isEqualTo(200);
        assertThat(post("/api/messages/" + held + "/skip?why=sent+twice", "otto")
                        .statusCode())
                .isEqualTo(200);

        awaitState(held, "filtered");
        await().atMost(SOON).untilAsserted(() -> assertThat(json(get("/api/messages/" + failed, "otto"))
                        .path("attempts")
                        .asInt())
                .isEqualTo(2));
    }

    @Test
    void whatCannotBeDoneNowSaysWhatCan() {
        long id = receive("adt", "OK-9");
        awaitState(id, "processed");

        HttpResponse<String> answer = post("/api/messages/" + id + "/release", "otto");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(json(answer).path("detail").asText())
                .contains("is processed")
                .contains("only a held message is released");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "/api/feeds/labb                | 404 | did you mean lab or adt?",
                "/api/messages/999999999        | 404 | no message 999999999",
                "/api/messages?state=helt       | 400 | use one of queued, processed, filtered, held, failed",
                "/api/messages?limit=0          | 400 | use 1 to 1000",
                "/api/messages?limit=many       | 400 | limit: it is not a whole number",
                "/api/messages?from=yesterday   | 400 | a time such as",
                "/api/messages?feed=Lab%20one   | 400 | a feed's name",
                "/api/subscribers/care-tam      | 404 | did you mean care-team?",
                "/api/nothing                   | 404 | ''",
            })
    void everyMistakeNamesPlaceAndCure(String path, int status, String cure) {
        HttpResponse<String> answer = get(path, "otto");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains(cure).doesNotContain("Exception");
    }

    @Test
    void anAlertIsFoundAndTellsItsStory() {
        long message = receive("adt", "ALERT-1");
        String id = BusinessId.of("alert", "admission", "V1");
        raise(new Alert(
                id,
                "admission",
                Severity.INFORMATION,
                "admission",
                new FeedName("adt"),
                "HOSP",
                new MessageId(message),
                "Patient/p1",
                null,
                "Encounter/e1",
                List.of("care-team"),
                "Admission",
                Clock.systemUTC().instant()));

        JsonNode found = json(get("/api/alerts?rule=admission&limit=5", "otto"));
        JsonNode story = json(get("/api/alerts/" + id, "otto"));

        assertThat(found.at("/alerts/0/id").asText()).isEqualTo(id);
        assertThat(found.at("/alerts/0/message").asLong()).isEqualTo(message);
        assertThat(story.at("/alert/patient").asText()).isEqualTo("Patient/p1");
        assertThat(story.path("event").path("specversion").asText()).isEqualTo("1.0");
        assertThat(get("/api/alerts", "vera").statusCode()).isEqualTo(403);
        assertThat(get("/api/alerts?state=lost", "otto").body()).contains("use one of queued, delivered, rejected");
    }

    @Test
    void anAlertIsAcknowledgedByRestAndEveryWrongAnswerIsTold() {
        String id = open("ACK-1");

        assertThat(acknowledge("no-such", "{}").statusCode()).isEqualTo(404);
        assertThat(acknowledge(id, "{\"readBack\":\"7.1\"}").statusCode()).isEqualTo(422);
        assertThat(acknowledge(id, "{\"by\":\"Stranger\",\"readBack\":\"7.1\"}").statusCode())
                .isEqualTo(403);
        assertThat(acknowledge(id, "{\"by\":\"Dr. A\",\"vouched\":true}").statusCode())
                .isEqualTo(422);
        assertThat(acknowledge(id, "{\"by\":\"Dr. A\",\"vouched\":true,\"readBack\":\"7.1\"}")
                        .statusCode())
                .isEqualTo(200);
        HttpResponse<String> twice = acknowledge(id, "{\"by\":\"Dr. B\",\"vouched\":true,\"readBack\":\"7.1\"}");
        JsonNode story = json(get("/api/alerts/" + id, "otto"));

        assertThat(twice.statusCode()).isEqualTo(409);
        assertThat(twice.body()).contains("already acknowledged by Dr. A (vouched for by otto)");
        assertThat(story.at("/alert/standing").asText()).isEqualTo("acknowledged");
        assertThat(story.path("events").findValuesAsText("what")).contains("raised", "refused", "acknowledged");
        assertThat(get("/api/alerts?standing=acknowledged", "otto").body()).contains(id);
        assertThat(get("/api/alerts/timeliness", "otto").body()).contains("\"rule\":\"critical-result\"");
        assertThat(get("/api/alerts/timeliness.csv", "otto").body()).startsWith("rule,unit,week,");
        assertThat(get("/api/alerts/timeliness", "vera").statusCode()).isEqualTo(403);
    }

    @Test
    void aSignedLinkNeedsNoLoginAndClosesItsAlertOnce() {
        String id = open("LINK-1");
        String path = engine.getBean(AlertLinks.class).pathFor(id);
        HttpRequest.Builder opened = HttpRequest.newBuilder(URI.create(address + path));

        assertThat(send(opened.copy()).body()).contains("<form").doesNotContain("Potassium");
        assertThat(json(get("/api/alerts/" + id, "otto")).at("/alert/standing").asText())
                .isEqualTo("open");
        assertThat(send(form(opened, "by=Nurse+%3Cb%3E&readBack=seven")).statusCode())
                .isEqualTo(200);
        HttpResponse<String> twice = send(form(opened, "by=Other&readBack=seven"));
        assertThat(twice.statusCode()).isEqualTo(409);
        assertThat(twice.body()).contains("already acknowledged by Nurse &lt;b&gt;");
        assertThat(send(HttpRequest.newBuilder(URI.create(address + path + "x")))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void aPanelIsReplacedWholeOrNotAtAll() {
        HttpRequest.Builder put = request("/api/alerts/panels/heart", "otto").header("Content-Type", "text/csv");

        assertThat(send(put.copy().PUT(HttpRequest.BodyPublishers.ofString("urn:mrn,M1\n,M2")))
                        .body())
                .contains("2");
        HttpResponse<String> wrong = send(put.copy().PUT(HttpRequest.BodyPublishers.ofString("M3")));
        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("1 columns").doesNotContain("M3");
        assertThat(get("/api/alerts/panels", "otto").body()).contains("\"heart\":2");
        assertThat(get("/api/alerts/panels/hart", "otto").body()).contains("heart");
        assertThat(get("/api/alerts/panels", "vera").statusCode()).isEqualTo(403);
    }

    private static HttpRequest.Builder form(HttpRequest.Builder to, String body) {
        return to.copy()
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private HttpResponse<String> acknowledge(String id, String body) {
        return send(request("/api/alerts/" + id + "/acknowledge", "otto")
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private static String open(String fact) {
        String id = BusinessId.of("alert", "critical-result", fact);
        java.time.Instant now = Clock.systemUTC().instant();
        Alert alert = new Alert(
                id,
                "critical-result",
                Severity.CRITICAL,
                "critical-result",
                new FeedName("adt"),
                "HOSP",
                new MessageId(1),
                null,
                null,
                "Observation/o1",
                List.of("unit"),
                "Potassium 7.1",
                now);
        PostgresAlertBook book = engine.getBean(PostgresAlertBook.class);
        new TransactionTemplate(engine.getBean(PlatformTransactionManager.class)).executeWithoutResult(status -> {
            assertThat(book.add(alert, AlertState.OPEN)).isTrue();
            book.open(id, now, now.plusSeconds(1800), now.plusSeconds(900));
        });
        return id;
    }

    private static void raise(Alert alert) {
        new TransactionTemplate(engine.getBean(PlatformTransactionManager.class))
                .executeWithoutResult(status -> engine.getBean(Outbox.class).add(List.of(alert)));
    }

    @Test
    void aViewerSeesCountersAndNoMessages() {
        assertThat(get("/api/feeds", "vera").statusCode()).isEqualTo(200);
        assertThat(get("/api/subscribers", "vera").body())
                .contains("\"depth\":3")
                .contains("\"dead\":1");
        assertThat(get("/api/status", "vera").body())
                .contains("\"user\":\"vera\"")
                .contains("\"database\":\"up\"");
        assertThat(get("/api/messages", "vera").statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/login", "/console/console.css", "/console/console.js", "/console/tributary.svg"})
    void thePageAndAllItNeedsComeFromHere(String path) {
        HttpResponse<String> answer = get(path, "vera");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.body().replace("http://www.w3.org/2000/svg", ""))
                .doesNotContain("http:")
                .doesNotContain("https:")
                .doesNotContain("innerHTML");
    }

    private static long receive(String feed, String controlId) {
        return ConsoleEngine.record(
                engine,
                new WireMessage(
                        Messages.adtA01().withControlId(controlId).bytes(),
                        new FeedName(feed),
                        "10.0.0.7",
                        Clock.systemUTC().instant()));
    }

    private void awaitState(long id, String state) {
        await().atMost(SOON).untilAsserted(() -> assertThat(
                        json(get("/api/messages/" + id, "otto")).path("state").asText())
                .isEqualTo(state));
    }

    @Test
    void onlyAnOperatorPausesASubscriberAndSendsAgain() {
        assertThat(post("/api/subscribers/care-team/pause", "vera").statusCode())
                .isEqualTo(403);
        assertThat(post("/api/subscribers/care-team/pause", "otto").statusCode())
                .isEqualTo(200);
        assertThat(post("/api/subscribers/care-team/resume", "otto").statusCode())
                .isEqualTo(200);
        assertThat(engine.getBean("asked"))
                .asInstanceOf(InstanceOfAssertFactories.LIST)
                .contains("pause care-team", "resume care-team");
        assertThat(post("/api/subscribers/care-tame/pause", "otto"))
                .returns(404, HttpResponse::statusCode)
                .satisfies(answer -> assertThat(answer.body()).contains("care-team"));
        assertThat(post("/api/subscribers/care-team/resend?from=2026-03-01T00:00:00Z", "otto")
                        .body())
                .isEqualTo("{\"alerts\":0}");
        assertThat(post("/api/subscribers/care-team/resend?from=2026-03-01T00:00:00Z&to=2026-02-01T00:00:00Z", "otto"))
                .returns(400, HttpResponse::statusCode)
                .satisfies(answer -> assertThat(answer.body()).contains("from is not before to"));
        // to is now where it is left out
        assertThat(post("/api/subscribers/care-team/resend?from=2999-01-01T00:00:00Z", "otto"))
                .returns(400, HttpResponse::statusCode);
        assertThat(post("/api/alerts/00000000-0000-0000-0000-000000000000/deliveries/ward/resend", "otto")
                        .statusCode())
                .isEqualTo(404);
    }

    private HttpResponse<String> get(String path, String user) {
        return send(request(path, user).GET());
    }

    private HttpResponse<String> post(String path, String user) {
        return send(request(path, user).POST(HttpRequest.BodyPublishers.noBody()));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static HttpRequest.Builder request(String path, String user) {
        String login = user + ":" + user + "-secret";
        return HttpRequest.newBuilder(URI.create(address + path))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
    }

    private static JsonNode json(HttpResponse<String> answer) {
        try {
            return JSON.readTree(answer.body());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
