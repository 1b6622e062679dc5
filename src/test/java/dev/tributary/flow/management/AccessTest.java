package dev.tributary.flow.management;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** Who gets in and who may do what, asked over HTTP of a started server. */
class AccessTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static java.nio.file.Path data;

    private static final String NOBODY = "";

    @SuppressWarnings("NullAway.Init")
    private static ConfigurableApplicationContext engine;

    private static String address = "";
    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void start() {
        engine = new SpringApplicationBuilder(ManagedEngine.class)
                .web(WebApplicationType.SERVLET)
                .properties("tributary.data-dir=" + data)
                .run(
                        "--server.port=0",
                        "--camel.main.name=tributary",
                        "--tributary.admin-password=admin-secret",
                        "--tributary.users.vera.password=vera-secret",
                        "--tributary.users.vera.role=viewer",
                        "--tributary.users.otto.password=otto-secret",
                        "--tributary.users.otto.role=operator",
                        "--tributary.users.lara.password=lara-secret",
                        "--tributary.users.lara.role=operator",
                        "--tributary.users.lara.feeds=lab",
                        "--tributary.users.device.password=device-secret",
                        "--tributary.users.device.role=sender");
        int port = ((WebServerApplicationContext) engine).getWebServer().getPort();
        address = "http://127.0.0.1:" + port;
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @Test
    void healthIsOpenAndTellsThePartsApart() throws Exception {
        HttpResponse<String> health = get("/actuator/health", NOBODY);

        assertThat(health.body())
                .contains("\"database\":{\"status\":\"UP\"}")
                .contains("\"broker\":{\"status\":\"DOWN\"}")
                .contains("\"store\":{\"status\":\"UP\"}")
                .contains("\"adt\":{\"status\":\"UP\"}")
                .contains("\"lab\":{\"status\":\"DEGRADED\"}")
                .doesNotContain("camel")
                .doesNotContain("127.0.0.1:2576");
        assertThat(health.statusCode()).isEqualTo(503);
    }

    @Test
    void everyFeedHasItsMetersBeforeItsFirstMessage() throws Exception {
        assertThat(get("/actuator/prometheus", "vera").body())
                .contains("tributary_messages_queued{feed=\"adt\"} 0.0")
                .contains("tributary_messages_processed_total{feed=\"lab\"} 0.0")
                .contains("# HELP tributary_messages_held Messages held for a person");
    }

    @Test
    void whatDashboardAndAlertsAskBesideOurOwnIsThere() throws Exception {
        String scraped = get("/actuator/prometheus", "vera").body();

        assertThat(DashboardsTest.OTHERS)
                .filteredOn(series -> !series.equals("up"))
                .allSatisfy(series -> assertThat(scraped).contains("\n" + series));
    }

    @Test
    void healthShowsDetailsToPeopleAndNoExceptionTextToAnybody() throws Exception {
        String health = get("/actuator/health", "vera").body();

        assertThat(health).contains("127.0.0.1:2576").contains("IOException").doesNotContain("secret in the text");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/api/feeds",
                "/fhir/Patient",
                "/actuator",
                "/actuator/prometheus",
                "/actuator/hawtio",
                "/actuator/jolokia",
                "/actuator/health/feeds"
            })
    void nothingElseIsOpen(String path) throws Exception {
        HttpResponse<String> answer = get(path, NOBODY);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
                .hasValue("Basic realm=\"Tributary\", charset=\"UTF-8\"");
        assertThat(answer.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/problem+json");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,  /fhir/Patient,            vera,   403",
        "GET,  /fhir/Patient,            otto,   404",
        "PUT,  /fhir/Patient/1,          otto,   403",
        "POST, /fhir/Patient/_search,    otto,   404",
        "POST, /fhir/Patient/_search,    vera,   403",
        "GET,  /api/messages,            vera,   403",
        "GET,  /api/messages/1/bytes,    vera,   403",
        "POST, /api/messages/1/replay,   vera,   403",
        "POST, /api/feeds/lab/messages,  vera,   403",
        "POST, /api/feeds/lab/messages,  device, 404",
        "GET,  /api/feeds,               device, 403",
        "GET,  /actuator/prometheus,     device, 403",
        "GET,  /actuator/hawtio/proxy/x, admin,  403",
        "GET,  /actuator/hawtio/proxy/enabled, vera, 200",
        "GET,  /actuator,                otto,   403",
        "GET,  /actuator/prometheus,     vera,   200",
    })
    void rolesDecide(String method, String path, String user, int status) throws Exception {
        assertThat(send(method, path, user, "").statusCode()).isEqualTo(status);
    }

    @Test
    void aWrongPasswordDoesNotGetInAfterARightOne() throws Exception {
        assertThat(get("/actuator/info", "vera").statusCode()).isEqualTo(200);

        HttpRequest wrong = request("/actuator/info")
                .header("Authorization", basic("vera", "vera-secreT"))
                .build();
        assertThat(client.send(wrong, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "Sec-Fetch-Site, cross-site,           403",
        "Sec-Fetch-Site, same-site,            403",
        "Sec-Fetch-Site, same-origin,          404",
        "Origin,         https://evil.example, 403",
        "Origin,         null,                 403",
    })
    void anotherWebSiteCannotUseTheBrowsersPassword(String header, String value, int status) throws Exception {
        HttpRequest request = request("/api/messages/1/replay")
                .header("Authorization", basic("otto", "otto-secret"))
                .header(header, value)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();

        assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(status);
    }

    @Test
    void anImageOnAnotherWebSiteCannotGiveOrdersToJolokia() throws Exception {
        HttpRequest request = request("/actuator/jolokia/exec/java.lang:type=Memory/gc")
                .header("Authorization", basic("admin", "admin-secret"))
                .header("User-Agent", "Mozilla/5.0 (X11; Linux x86_64)")
                .build();

        assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
    }

    @Test
    void pagesCarryTheHeadersThatKeepThemSafe() throws Exception {
        HttpResponse<String> answer = get("/api/feeds", "vera");

        assertThat(answer.headers().map()).containsKeys("X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy");
        assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'")
                .contains("frame-ancestors 'none'");
        assertThat(answer.headers().firstValue("Cache-Control").orElseThrow()).contains("no-store");
        assertThat(answer.headers().firstValue("Set-Cookie")).isEmpty();
    }

    @Test
    void hawtioComesUpBehindTheLogin() throws Exception {
        assertThat(get("/actuator/hawtio/index.html", "vera").body()).contains("Hawtio");
        assertThat(get("/actuator/hawtio/user", "vera").body()).contains("public");
    }

    @Test
    void aViewerSeesTheRouteByNameAndCannotStopIt() throws Exception {
        String bean = routeBean("vera");

        String byPost = jolokia("vera", "{\"type\":\"exec\",\"mbean\":\"" + bean + "\",\"operation\":\"stop()\"}");
        String inBulk = jolokia(
                "vera",
                "[{\"type\":\"read\",\"mbean\":\"" + bean
                        + "\",\"attribute\":\"State\"},{\"type\":\"exec\",\"mbean\":\"" + bean
                        + "\",\"operation\":\"stop()\"}]");
        String byGet = get("/actuator/jolokia/exec/" + bean.replace("\\\"", "%22") + "/stop()", "vera")
                .body();
        String byWrite = jolokia(
                "vera",
                "{\"type\":\"write\",\"mbean\":\"" + bean + "\",\"attribute\":\"StatisticsEnabled\",\"value\":false}");

        assertThat(byPost).contains("\"status\":403");
        assertThat(inBulk).contains("\"status\":200").contains("\"status\":403");
        assertThat(byGet).contains("\"status\":403");
        assertThat(byWrite).contains("\"status\":403");
        assertThat(state("vera", bean)).contains("Started");
    }

    @Test
    void throughHawtioNeither() throws Exception {
        String bean = routeBean("vera");

        HttpResponse<String> answer = send(
                "POST",
                "/actuator/hawtio/jolokia",
                "vera",
                "{\"type\":\"exec\",\"mbean\":\"" + bean + "\",\"operation\":\"stop()\"}");

        assertThat(answer.body()).contains("\"status\":403");
        assertThat(state("vera", bean)).contains("Started");
    }

    @Test
    void anOperatorStopsAndStartsTheRoute() throws Exception {
        String bean = routeBean("otto");
        String order = "{\"type\":\"exec\",\"mbean\":\"" + bean + "\",\"operation\":\"%s\"}";

        assertThat(jolokia("otto", order.formatted("stop()"))).contains("\"status\":200");
        assertThat(state("otto", bean)).contains("Stopped");
        assertThat(jolokia("otto", order.formatted("start()"))).contains("\"status\":200");
        assertThat(state("otto", bean)).contains("Started");
    }

    @Test
    void anOperatorOfSomeFeedsReadsTheRouteAndStopsNone() throws Exception {
        String bean = routeBean("lara");
        String stop = "{\"type\":\"exec\",\"mbean\":\"" + bean + "\",\"operation\":\"stop()\"}";

        String byPost = jolokia("lara", stop);
        String throughHawtio =
                send("POST", "/actuator/hawtio/jolokia", "lara", stop).body();

        assertThat(byPost).contains("\"status\":403");
        assertThat(throughHawtio).contains("\"status\":403");
        assertThat(state("lara", bean)).contains("Started");
    }

    @Test
    void notEvenTheAdministratorSendsBodiesOverJmx() throws Exception {
        String context = find("admin", "org.apache.camel:type=context,*");

        assertThat(jolokia(
                        "admin",
                        "{\"type\":\"exec\",\"mbean\":\"" + context
                                + "\",\"operation\":\"requestStringBody\",\"arguments\":[\"direct:in\",\"x\"]}"))
                .contains("\"status\":403");
    }

    @Test
    void everyAttributeOfTheContextCanBeReadAtOnce() throws Exception {
        String context = find("vera", "org.apache.camel:type=context,*");

        assertThat(jolokia("vera", "{\"type\":\"read\",\"mbean\":\"" + context + "\"}"))
                .contains("\"CamelVersion\"")
                .contains("\"status\":200");
    }

    private String routeBean(String user) throws Exception {
        return find(user, "org.apache.camel:type=routes,name=\\\"feed-adt\\\",*");
    }

    private String find(String user, String pattern) throws Exception {
        String found = jolokia(user, "{\"type\":\"search\",\"mbean\":\"" + pattern + "\"}");
        assertThat(found).contains("\"value\":[\"");
        return found.replaceFirst(".*\"value\":\\[\"(.*?)\"\\].*", "$1");
    }

    private String state(String user, String bean) throws Exception {
        return jolokia(user, "{\"type\":\"read\",\"mbean\":\"" + bean + "\",\"attribute\":\"State\"}");
    }

    private String jolokia(String user, String body) throws Exception {
        return send("POST", "/actuator/jolokia", user, body).body();
    }

    private HttpResponse<String> get(String path, String user) throws Exception {
        return send("GET", path, user, "");
    }

    private HttpResponse<String> send(String method, String path, String user, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path).method(method, HttpRequest.BodyPublishers.ofString(body));
        if (!user.equals(NOBODY)) {
            request.header("Authorization", basic(user, user + "-secret"));
        }
        if (!body.isEmpty()) {
            request.header("Content-Type", "application/json");
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create(address + path));
    }

    private static String basic(String user, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
    }
}
