package dev.tributary.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.base.FeedName;
import dev.tributary.hl7.WireMessage;
import dev.tributary.kit.Messages;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** What the pages answer where too much, the wrong thing, or nothing comes. */
class BadInputTest {

    private static final String OTTO = Browser.basic("otto", "otto-secret");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path data;

    @SuppressWarnings("NullAway.Init")
    private static ConfigurableApplicationContext engine;

    private static String address = "";

    private final Browser browser = new Browser(address);

    @BeforeAll
    static void start() {
        engine = ConsoleEngine.start(
                "--server.port=0",
                "--tributary.data-dir=" + data,
                "--tributary.admin-password=admin-secret",
                "--tributary.users.otto.password=otto-secret",
                "--tributary.users.otto.role=operator");
        address = "http://127.0.0.1:"
                + ((WebServerApplicationContext) engine).getWebServer().getPort();
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @Test
    void aMessageOfFiftyMegabytesIsListedToldOfAndTakenAwayWhole() {
        byte[] small = Messages.adtA01().withControlId("BIG").bytes();
        byte[] nte = ("NTE|1||" + "x".repeat(50 << 20) + "\r").getBytes(StandardCharsets.US_ASCII);
        byte[] big = new byte[small.length + nte.length];
        System.arraycopy(small, 0, big, 0, small.length);
        System.arraycopy(nte, 0, big, small.length, nte.length);
        long id = record(big);

        Document page = browserAsOtto().page("/messages/" + id);
        HttpResponse<String> bytes = browser.program("GET", "/api/messages/" + id + "/bytes", OTTO, "");

        assertThat(page.select(".said").text()).contains("larger than 1 MB").contains("downloaded");
        assertThat(page.select("[data-leaf]")).isEmpty();
        assertThat(bytes.body()).hasSize(big.length);
    }

    @Test
    void tenThousandResultsAndASearchThatMatchesEverythingComePageByPage() {
        engine.getBean(JdbcClient.class).sql("""
                        insert into tributary.message (id, feed, remote, received_at, size, content_hash, sender, control_id,
                            type, structure, version, state, reason, detail, place, refused, control_id_reused)
                        select -n, 'adt', '', timestamptz '2020-01-01' + n * interval '1 second', 1, '', 'LAB|NORTH',
                            'MANY', 'ADT^A08', '', '', 'PROCESSED', '', '', '', false, false
                        from generate_series(1, 10000) n
                        """).update();
        engine.getBean(JdbcClient.class)
                .sql("insert into tributary.message_term (term, message_id)"
                        + " select 'EVERYWHERE', -n from generate_series(1, 10000) n")
                .update();

        for (String search : List.of("controlId=MANY", "q=everywhere", "q=EVERY*")) {
            Document first = browserAsOtto().page("/messages?" + search);
            Document second = browser.page(first.select(".pages a").attr("href"));
            assertThat(first.select("tbody tr")).hasSize(50);
            assertThat(second.select("tbody tr")).hasSize(50);
            assertThat(new TreeSet<>(first.select("tbody th a").eachAttr("href")))
                    .doesNotContainAnyElementsOf(second.select("tbody th a").eachAttr("href"));
        }
        assertThat(browser.program("GET", "/api/messages?limit=10000", OTTO, "").statusCode())
                .isEqualTo(400);
        assertThat(browser.program("GET", "/api/messages/export?format=csv&controlId=MANY", OTTO, "")
                        .body()
                        .lines())
                .hasSize(10_001);
    }

    @Test
    void scriptInAResultIsText() {
        String hostile = "<script>alert(1)</script>";
        long id =
                record((new String(Messages.adtA01().withControlId("OBX-SCRIPT").bytes(), StandardCharsets.UTF_8)
                                + "OBX|1|TX|1^" + hostile + "^L||" + hostile + "||||||F\r")
                        .getBytes(StandardCharsets.UTF_8));

        Document page = browserAsOtto().page("/messages/" + id);

        assertThat(page.select("[data-leaf=OBX-5] .value").text()).contains(hostile);
        assertThat(page.select("script:not([src])")).isEmpty();
    }

    @Test
    void aFormWhoseSessionIsOverDoesNothingAndSaysSo() {
        long id = record(Messages.adtA01().withControlId("ENDED").bytes());
        await().atMost(Duration.ofSeconds(60)).until(() -> browser.program("GET", "/api/messages/" + id, OTTO, "")
                .body()
                .contains("\"state\":\"processed\""));
        Map<String, String> form = Browser.fields(browserAsOtto().page("/messages/" + id));
        browser.post("/logout", form);

        HttpResponse<String> late = browser.post("/messages/" + id + "/replay", form);

        assertThat(browser.location(late)).isEqualTo("/login?ended");
        assertThat(browser.page("/login?ended").select("[role=alert]").text())
                .contains("Your session has ended. What you sent last was not done.");
        assertThat(browser.program("GET", "/api/messages/" + id, OTTO, "").body())
                .doesNotContain("replayed");
    }

    @Test
    void aDatabaseThatDoesNotAnswerIsToldWithinSecondsAndThePageWorksAgainAfterwards() throws Exception {
        long id = record(Messages.adtA01().withControlId("SLOW").bytes());
        browserAsOtto();
        try (Connection other = engine.getBean(DataSource.class).getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("lock table tributary.message_event in access exclusive mode");

            HttpResponse<String> slow = browser.get("/messages/" + id);

            assertThat(slow.statusCode()).isEqualTo(503);
            assertThat(org.jsoup.Jsoup.parse(slow.body()).select("[role=alert]").text())
                    .contains("took longer than");
            other.rollback();
        }
        assertThat(browser.get("/messages/" + id).statusCode()).isEqualTo(200);
    }

    @Test
    void everyEndpointOfApiIsInItsDescription() throws Exception {
        JsonNode described = new ObjectMapper()
                .readTree(browser.program("GET", "/api/openapi.json", OTTO, "").body());

        engine.getBean("requestMappingHandlerMapping", RequestMappingHandlerMapping.class)
                .getHandlerMethods()
                .forEach((info, handler) -> info.getPatternValues().stream()
                        .filter(path -> path.startsWith("/api/"))
                        .forEach(path -> info.getMethodsCondition().getMethods().forEach(method -> {
                            JsonNode operation = described
                                    .get("paths")
                                    .path(path)
                                    .path(method.name().toLowerCase(java.util.Locale.ROOT));
                            assertThat(operation.has("responses"))
                                    .as(method + " " + path)
                                    .isTrue();
                            for (String part : path.split("/")) {
                                if (part.startsWith("{")) {
                                    assertThat(operation.get("parameters").findValuesAsText("name"))
                                            .as(method + " " + path)
                                            .contains(part.substring(1, part.length() - 1));
                                }
                            }
                        })));
        assertThat(described.at("/openapi").asText()).isEqualTo("3.0.3");
        assertThat(described.get("paths").size()).isGreaterThan(20);
        for (String reference : described.findValuesAsText("$ref")) {
            assertThat(described.at(reference.substring(1)).isMissingNode())
                    .as(reference)
                    .isFalse();
        }
        assertThat(described.at("/paths/~1api~1messages/get/parameters").findValuesAsText("name"))
                .contains("feed", "state", "q", "from", "limit");
    }

    private Browser browserAsOtto() {
        browser.signIn("otto", "otto-secret");
        return browser;
    }

    private static long record(byte[] bytes) {
        return ConsoleEngine.record(
                engine,
                new WireMessage(
                        bytes,
                        new FeedName("adt"),
                        "10.0.0.7",
                        Clock.systemUTC().instant()));
    }
}
