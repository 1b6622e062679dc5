package dev.tributary.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.base.FeedName;
import dev.tributary.flow.management.access.AdminPassword;
import dev.tributary.hl7.WireMessage;
import dev.tributary.kit.Messages;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Passwords, locks, tokens and roles, by HTTP, from the first start with a generated password on. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AccountTest {

    private static final String CHOSEN = "seven green lamps burning";

    /** What the messages of this test say of their patients, and no viewer may ever read. */
    private static final List<String> PATIENT_DATA =
            List.of("Larkspur", "Imogen", "LARKSPUR", "IMOGEN", "MRN10042", "PHISECRET", "Potassium 7.1");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path data;

    @SuppressWarnings("NullAway.Init")
    private static ConfigurableApplicationContext engine;

    private static String address = "";
    private static String generated = "";
    private static String admin = "";

    private final Browser browser = new Browser(address);
    private final ObjectMapper json = new ObjectMapper();

    @BeforeAll
    static void start() {
        engine = ConsoleEngine.start(
                "--server.port=0",
                "--tributary.data-dir=" + data,
                "--tributary.users.otto.password=otto-secret",
                "--tributary.users.otto.role=operator",
                "--tributary.users.erin.password=erin-secret",
                "--tributary.users.erin.role=engineer",
                "--tributary.users.lara.password=lara-secret",
                "--tributary.users.lara.role=operator",
                "--tributary.users.lara.feeds=lab",
                "--tributary.users.vera.password=vera-secret",
                "--tributary.users.vera.role=viewer");
        address = "http://127.0.0.1:"
                + ((WebServerApplicationContext) engine).getWebServer().getPort();
        generated = engine.getBean(AdminPassword.class).firstShown().orElseThrow();
        admin = Browser.basic("admin", CHOSEN);
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @Test
    @Order(1)
    void whoeverSignsInWithTheGeneratedPasswordMustChooseAnotherBeforeAnythingElse() throws Exception {
        HttpResponse<String> signedIn = browser.signIn("admin", generated);
        assertThat(browser.location(signedIn)).isEqualTo("/");
        Browser stranger = new Browser(address);
        String cookie = session(stranger.signIn("admin", generated));
        assertThat(stranger.location(stranger.get("/messages"))).isEqualTo("/account?said=due");

        assertThat(browser.location(browser.get("/messages"))).isEqualTo("/account?said=due");
        Document page = browser.page("/account?said=due");
        assertThat(page.select(".trouble").text()).contains("Choose another");
        assertThat(browser.post("/account/password", Browser.fields(page, "old", generated, "chosen", "short"))
                        .statusCode())
                .isEqualTo(400);
        assertThat(change(page, "wrong", CHOSEN, CHOSEN).body()).contains("present one is wrong");
        assertThat(change(page, generated, CHOSEN, CHOSEN + "x").body()).contains("differ");
        assertThat(change(page, generated, generated, generated).body()).contains("Choose another");
        HttpResponse<String> changed = change(page, generated, CHOSEN, CHOSEN);
        assertThat(browser.location(changed)).isEqualTo("/account?said=password");

        assertThat(browser.get("/messages").statusCode()).isEqualTo(200);
        // whoever else had signed in with the password from the log is out, whatever the request brings beside the
        // cookie
        assertThat(withCookie("/api/status", cookie, Browser.basic("admin", "anything")))
                .isEqualTo(401);
        assertThat(stranger.location(stranger.get("/messages"))).startsWith("/login?to=");
        assertThat(session(changed)).isNotEqualTo(session(signedIn));
        assertThat(withCookie("/api/status", session(signedIn), "")).isEqualTo(401);
        assertThat(withCookie("/api/status", session(changed), "")).isEqualTo(200);
        assertThat(status("GET", "/api/status", Browser.basic("admin", generated)))
                .isEqualTo(401);
        assertThat(status("GET", "/api/status", admin)).isEqualTo(200);
        assertThat(Files.readString(data.resolve("admin-password"), StandardCharsets.UTF_8))
                .startsWith("{bcrypt}$2a$11$")
                .endsWith("chosen\n");
    }

    @Test
    @Order(2)
    void afterFiveWrongPasswordsTheRightOneIsNotLookedAtEitherAndOperatorsSeeIt() {
        for (int i = 0; i < 5; i++) {
            assertThat(status("GET", "/api/status", Browser.basic("erin", "guess" + i)))
                    .isEqualTo(401);
        }

        HttpResponse<String> locked = browser.program("GET", "/api/status", Browser.basic("erin", "erin-secret"), "");
        assertThat(locked.statusCode()).isEqualTo(429);
        assertThat(Long.parseLong(locked.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(1L, 30L);
        assertThat(browser.location(browser.signIn("erin", "erin-secret"))).startsWith("/login?locked=");
        assertThat(browser.page("/login?locked=29&to=/").select("[role=alert]").text())
                .contains("For 29 seconds none is looked at");
        browser.signIn("otto", "otto-secret");
        assertThat(browser.page("/").select(".verdict li").eachText())
                .anyMatch(line -> line.startsWith("sign-in of erin from 127.0.0.1 is locked until"));
    }

    @Test
    @Order(3)
    void aTokenOpensWhatItsRoleAndFeedsSayUntilItIsRevoked() throws Exception {
        long adt = receive("adt", "TOKEN-ADT");
        long lab = receive("lab", "TOKEN-LAB");

        JsonNode made = json.readTree(browser.program(
                        "POST",
                        "/api/tokens",
                        admin,
                        "{\"name\":\"lab dashboard\",\"role\":\"operator\",\"feeds\":[\"lab\"],\"days\":30}")
                .body());
        String bearer = "Bearer " + made.get("secret").asText();
        String id = made.get("token").get("id").asText();

        assertThat(status("GET", "/api/messages/" + lab, bearer)).isEqualTo(200);
        assertThat(status("GET", "/api/messages/" + adt, bearer)).isEqualTo(404);
        assertThat(status("POST", "/api/tokens", bearer)).isEqualTo(403);
        assertThat(browser.program("GET", "/api/tokens", admin, "").body())
                .contains("lab dashboard")
                .doesNotContain(made.get("secret").asText());
        assertThat(engine.getBean(JdbcClient.class)
                        .sql("select secret_hash from tributary.api_token where id = ?")
                        .param(id)
                        .query(String.class)
                        .single())
                .matches("[0-9a-f]{64}");

        assertThat(status("DELETE", "/api/tokens/" + id, admin)).isEqualTo(200);
        HttpResponse<String> after = browser.program("GET", "/api/messages/" + lab, bearer, "");
        assertThat(after.statusCode()).isEqualTo(401);
        assertThat(after.headers().firstValue("WWW-Authenticate").orElseThrow()).contains("invalid_token");
        assertThat(status("GET", "/api/status", "Bearer trb_0000000000000000_" + "a".repeat(43)))
                .isEqualTo(401);
        assertThat(status("GET", "/api/status", "Bearer nonsense")).isEqualTo(401);
    }

    @Test
    @Order(3)
    void aTokenThatHasRunOutIsNoToken() throws Exception {
        String secret = json.readTree(browser.program(
                                "POST", "/api/tokens", admin, "{\"name\":\"short\",\"role\":\"viewer\",\"days\":1}")
                        .body())
                .get("secret")
                .asText();
        assertThat(status("GET", "/api/status", "Bearer " + secret)).isEqualTo(200);

        engine.getBean(JdbcClient.class)
                .sql("update tributary.api_token set expires_at = now() - interval '1 second' where name = 'short'")
                .update();

        assertThat(status("GET", "/api/status", "Bearer " + secret)).isEqualTo(401);
    }

    @Test
    @Order(3)
    void tokensAreMadeAndRevokedAtThePageAndShownOnce() {
        browser.signIn("admin", CHOSEN);
        Map<String, String> form = Browser.fields(
                browser.page("/account"), "name", "page token", "role", "viewer", "feeds", "", "days", "7");

        HttpResponse<String> made = browser.post("/account/tokens", form);
        String secret = org.jsoup.Jsoup.parse(made.body()).select("#secret").text();
        HttpResponse<String> twice = browser.post("/account/tokens", form);

        assertThat(status("GET", "/api/status", "Bearer " + secret)).isEqualTo(200);
        assertThat(browser.location(twice)).isEqualTo("/account?said=twice");
        Document page = browser.page("/account");
        assertThat(page.html()).doesNotContain(secret);
        String revoke = page.select("form:contains(Revoke page token)").attr("action");
        assertThat(browser.location(browser.post(revoke, Browser.fields(page)))).isEqualTo("/account?said=revoked");
        assertThat(status("GET", "/api/status", "Bearer " + secret)).isEqualTo(401);
        for (String wrong : List.of(
                "{\"name\":\"x\",\"role\":\"boss\"}",
                "{\"name\":\"\",\"role\":\"viewer\"}",
                "{\"name\":\"x\",\"role\":\"viewer\",\"days\":9999}",
                "{\"name\":\"x\",\"role\":\"admin\",\"feeds\":[\"lab\"]}")) {
            assertThat(browser.program("POST", "/api/tokens", admin, wrong).statusCode())
                    .isEqualTo(400);
        }
    }

    @Test
    @Order(4)
    void whoeverIsLimitedToAFeedSeesItsMessagesAndAlertsAndNothingOfTheSharedRecord() {
        long adt = receive("adt", "SCOPE-ADT");
        long lab = receive("lab", "SCOPE-LAB");
        String alert = ConsoleEngine.openAlert(engine, "SCOPE", adt, "of another feed");
        browser.signIn("lara", "lara-secret");

        assertThat(browser.page("/messages").select("tbody th a").eachAttr("href"))
                .contains("/messages/" + lab)
                .doesNotContain("/messages/" + adt);
        assertThat(browser.get("/messages/" + lab).statusCode()).isEqualTo(200);
        assertThat(browser.get("/messages/" + adt).statusCode()).isEqualTo(404);
        assertThat(browser.page("/messages?feed=adt").select("tbody th")).isEmpty();
        assertThat(browser.get("/api/messages/export?format=hl7&controlId=SCOPE-ADT")
                        .body())
                .isEmpty();
        assertThat(browser.get("/alerts/" + alert).statusCode()).isEqualTo(404);
        assertThat(browser.page("/alerts").text()).doesNotContain("of another feed");
        String lara = Browser.basic("lara", "lara-secret");
        for (String path : List.of(
                "/fhir/Patient",
                "/api/patients/x/identity",
                "/api/codes/unmapped",
                "/api/alerts/panels",
                "/api/alerts/timeliness")) {
            assertThat(status("GET", path, lara)).as(path).isEqualTo(403);
        }
        assertThat(status("POST", "/api/messages/" + adt + "/replay", lara)).isEqualTo(404);
        assertThat(status("POST", "/api/alerts/" + alert + "/deliveries/x/resend", lara))
                .isEqualTo(404);
    }

    /** Every page and every GET of /api that there is, asked for by a viewer, with all numbers that lead somewhere. */
    @Test
    @Order(5)
    void aViewerSeesNoPatientDataAnywhere() {
        long id = receive("adt", "PHISECRET1");
        long held = receive("adt", "HOLD-PHISECRET2");
        long failed = receive("adt", "FAIL-PHISECRET3");
        String alert = ConsoleEngine.openAlert(engine, "PHI", id, "Potassium 7.1");
        String viewer = Browser.basic("vera", "vera-secret");
        String operator = Browser.basic("otto", "otto-secret");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(browser.program("GET", "/api/messages?q=PHISECRET1", operator, "")
                                .body())
                        .contains("PHISECRET1"));
        Set<String> paths = new TreeSet<>(List.of(
                "/actuator/health",
                "/actuator/info",
                "/actuator/prometheus",
                "/actuator/jolokia/list",
                "/actuator/jolokia/search/*:*",
                "/actuator/hawtio",
                "/fhir/Patient",
                "/fhir/AuditEvent",
                "/messages?q=LARK*",
                "/api/messages/export?format=hl7"));
        for (RequestMappingInfo info : mappings()) {
            for (String pattern : info.getPatternValues()) {
                for (long message : List.of(id, held, failed)) {
                    paths.add(pattern.replace("{alert}", alert)
                            .replace("{id}", pattern.contains("alerts") ? alert : Long.toString(message))
                            .replace("{feed}", "adt")
                            .replace("{subscriber}", "care-team")
                            .replaceAll("\\{[^}]+}", Long.toString(message)));
                }
            }
        }
        List<String> shown = new ArrayList<>();
        browser.signIn("vera", "vera-secret");

        for (String path : paths) {
            HttpResponse<String> byProgram = browser.program("GET", path, viewer, "");
            HttpResponse<String> byBrowser = browser.get(path);
            for (HttpResponse<String> answer : List.of(byProgram, byBrowser)) {
                assertThat(PATIENT_DATA).as(path).noneMatch(answer.body()::contains);
            }
            if (byProgram.statusCode() == 200) {
                shown.add(path);
            }
        }

        // the walk has walked: what viewers may see answered, and what they may not is there for operators
        assertThat(paths)
                .contains("/messages/" + id, "/api/messages/" + id, "/alerts/" + alert)
                .hasSizeGreaterThan(25);
        assertThat(shown).contains("/", "/overview", "/api/status", "/api/feeds", "/api/feeds/adt", "/account");
        assertThat(shown).noneMatch(path -> path.startsWith("/messages") || path.startsWith("/alerts"));
        assertThat(browser.program("GET", "/messages/" + id, operator, "").body())
                .contains("Larkspur", "Imogen", "MRN10042");
    }

    private static Set<RequestMappingInfo> mappings() {
        return engine.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .keySet();
    }

    private HttpResponse<String> change(Document page, String old, String chosen, String repeated) {
        return browser.post(
                "/account/password", Browser.fields(page, "old", old, "chosen", chosen, "repeated", repeated));
    }

    private static String session(HttpResponse<String> answer) {
        return answer.headers().allValues("Set-Cookie").stream()
                .filter(cookie -> cookie.startsWith("tributary="))
                .map(cookie -> cookie.replaceFirst(";.*", ""))
                .findFirst()
                .orElseThrow();
    }

    private static int withCookie(String path, String cookie, String authorization) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(address + path)).header("Cookie", cookie);
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return HttpClient.newHttpClient()
                .send(request.build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private int status(String method, String path, String authorization) {
        return browser.program(method, path, authorization, "").statusCode();
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
}
