package dev.tributary.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import dev.tributary.base.SpreadsheetCell;
import dev.tributary.hl7.WireMessage;
import dev.tributary.journal.MessageSearch;
import dev.tributary.kit.MessageDraft;
import dev.tributary.kit.Messages;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** What a person's browser gets: signed in by the form, with a session, page by page. */
class PagesTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path data;

    @SuppressWarnings("NullAway.Init")
    private static ConfigurableApplicationContext engine;

    private static String address = "";

    /** Keeps cookies as a browser does, and goes where it is sent only when told. */
    private final HttpClient browser =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

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
    void aPersonSignsInByTheFormAndComesBackToWhereTheyWanted() {
        HttpResponse<String> asked = get("/?a=1");
        assertThat(asked.statusCode()).isEqualTo(302);
        assertThat(location(asked)).endsWith("/login?to=%2F%3Fa%3D1");

        Document form = page(get("/login?to=%2F%3Fa%3D1"));
        assertThat(form.select("label:has(input[name=username]), label:has(input[name=password])"))
                .hasSize(2);
        HttpResponse<String> wrong = signIn(form, "otto", "not-this");
        assertThat(location(wrong)).contains("/login?wrong");
        assertThat(page(get("/login?wrong")).select("[role=alert]").text()).isEqualTo("Name or password is wrong.");

        HttpResponse<String> right = signIn(page(get("/login?to=%2F%3Fa%3D1")), "otto", "otto-secret");
        assertThat(location(right)).isEqualTo("/?a=1");
        assertThat(right.headers().allValues("Set-Cookie"))
                .anySatisfy(cookie -> assertThat(cookie).contains("HttpOnly").contains("SameSite=Lax"));
        assertThat(page(get("/")).select(".who span").text()).isEqualTo("otto");
    }

    @Test
    void nobodyIsSentToAnotherSiteAfterSigningIn() {
        Document form = page(get("/login?to=//evil.example/x"));

        assertThat(location(signIn(form, "otto", "otto-secret"))).isEqualTo("/");
    }

    @Test
    void theOverviewTellsInOneLineWhetherAllIsWellAndShowsThatCountersBalance() {
        signIn(page(get("/login")), "vera", "vera-secret");

        Document overview = page(get("/"));

        // the test's broker is down and its feed lab does not listen
        assertThat(overview.select(".verdict.down [role=status]").text()).isEqualTo("Something is down");
        assertThat(overview.select(".verdict li").eachText())
                .anyMatch(words -> words.contains("broker is down"))
                .contains("feed lab is not listening", "subscriber care-team refused 1");
        assertThat(overview.select("#feeds tbody tr")).hasSize(2).allSatisfy(row -> {
            assertThat(row.select(".balance").text()).isEqualTo("balances");
            assertThat(row.select("svg[role=img]").attr("aria-label")).contains("in the last hour");
        });
        assertThat(overview.select("#subscribers td[data-label=Waiting]").text())
                .isEqualTo("3");
        assertThat(overview.select("nav a").eachText())
                .contains("Overview", "Routes")
                .doesNotContain("Messages");
        assertThat(page(get("/overview")).select("#feeds")).hasSize(1);
        assertThat(overview.select("[style], script:not([src]), [src^=http], [href^=http]"))
                .isEmpty();
    }

    @Test
    void everyPageCarriesThePolicyThatRunsNothingForeign() {
        HttpResponse<String> page = get("/login");

        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("script-src 'self'")
                .contains("default-src 'none'")
                .doesNotContain("unsafe");
        assertThat(page.headers().firstValue("X-Frame-Options")).hasValue("DENY");
        assertThat(page.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        assertThat(page.headers().firstValue("Cache-Control").orElseThrow()).contains("no-store");
    }

    @Test
    void withoutTheTokenOfItsSessionAFormDoesNothing() {
        signIn(page(get("/login")), "otto", "otto-secret");

        HttpResponse<String> forged = post("/logout", Map.of());

        assertThat(location(forged)).endsWith("/login?ended");
        Document overview = page(get("/"));
        assertThat(overview.select(".who span").text()).isEqualTo("otto");
        assertThat(location(post("/logout", Map.of("_csrf", token(overview))))).endsWith("/login?out");
        assertThat(get("/").statusCode()).isEqualTo(302);
    }

    @Test
    void aViewerMeetsAPageThatSaysWhoMayGoThere() {
        signIn(page(get("/login")), "vera", "vera-secret");

        HttpResponse<String> refused = get("/messages");

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(page(refused).select("h1").text()).isEqualTo("Not for this user");
    }

    @Test
    void aMessageIsFoundAndItsFieldsLeadToTheElementsTheyFillAndBack() {
        signIn(page(get("/login")), "otto", "otto-secret");
        long id = receive(Messages.adtA01().withControlId("PAGE-LINEAGE"));
        awaitState(id, "processed");

        Document found = page(get("/messages?controlId=PAGE-LINEAGE&state=processed"));
        assertThat(found.select("tbody th a").eachAttr("href")).containsExactly("/messages/" + id);
        Document message = page(get("/messages/" + id));

        assertThat(message.select("[data-leaf=PID-8] .value small").text()).isEqualTo("Administrative Sex");
        assertThat(message.select("[data-element=gender]")).anySatisfy(element -> {
            assertThat(element.attr("data-from").split(" ")).contains("PID-8");
            assertThat(element.attr("data-why"))
                    .contains("PID[Patient]/PID-8/gender")
                    .contains("segments/pid-patient.yaml:");
            assertThat(element.select(".value").text()).isEqualTo("female");
        });
        assertThat(message.select("dl").text()).contains("values mapped").contains("not mapped");
        assertThat(message.select("pre").text()).contains("MRN10042^^^WILLOWBROOK^MR");
        assertThat(message.select(".timeline").text()).contains("received").contains("finished");
        assertThat(message.select("[data-leaf]:not(:has(button)), [data-element]:not(:has(button))"))
                .isEmpty();
    }

    @Test
    void aMessageIsFoundByNumberNameVisitOrCodeWhateverBecameOfIt() {
        signIn(page(get("/login")), "otto", "otto-secret");
        long id = receive(Messages.adtA01().withControlId("FAIL-TERMS"));
        awaitState(id, "failed");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(numbers("fail-terms")).containsExactly(String.valueOf(id)));

        assertThat(numbers("mrn10042+FAIL-TERMS")).containsExactly(String.valueOf(id));
        assertThat(numbers("larkspur+imogen+fail-terms")).containsExactly(String.valueOf(id));
        assertThat(numbers("lark*+fail-terms")).containsExactly(String.valueOf(id));
        assertThat(numbers("acc77001+fail-terms")).containsExactly(String.valueOf(id));
        assertThat(numbers("nobody+fail-terms")).isEmpty();
        Document found = page(get("/messages?q=fail-terms"));
        String file = found.select("a:contains(HL7)").attr("href");
        assertThat(get(file).body().getBytes(StandardCharsets.UTF_8))
                .startsWith(Messages.adtA01().withControlId("FAIL-TERMS").bytes());
        assertThat(get(file.replace("hl7", "csv")).body())
                .startsWith("id,receivedAt,")
                .contains("\"FAIL-TERMS\"")
                .contains("VALUE_INVALID");
        assertThat(SpreadsheetCell.quoted("=HYPERLINK(\"x\")")).isEqualTo("\"'=HYPERLINK(\"\"x\"\")\"");
    }

    private java.util.List<String> numbers(String q) {
        return page(get("/messages?q=" + q)).select("tbody th").eachText();
    }

    @Test
    void anOpenAlertStandsOnTheBoardUntilAPersonAcknowledgesItWithReadBack() {
        signIn(page(get("/login")), "otto", "otto-secret");
        long message = receive(Messages.adtA01().withControlId("PAGE-ALERT"));
        String id = ConsoleEngine.openAlert(engine, "PAGE-1", message, "Potassium <i>7.1</i>");

        Document board = page(get("/alerts"));
        assertThat(board.select("#open-title").text()).contains("(1)");
        assertThat(board.select("th[scope=row] a[href=/alerts/" + id + "]").eachText())
                .contains("Potassium <i>7.1</i>");
        Document alert = page(get("/alerts/" + id));
        HttpResponse<String> silent =
                post("/alerts/" + id + "/acknowledge", action(alert, "by", "Dr. Quill", "readBack", ""));
        HttpResponse<String> heard = post(
                "/alerts/" + id + "/acknowledge",
                action(page(get("/alerts/" + id)), "by", "Dr. Quill", "readBack", "seven point one"));

        assertThat(silent.statusCode()).isEqualTo(422);
        assertThat(page(silent).select("[role=alert]").text()).contains("wants a read-back");
        assertThat(location(heard)).endsWith("?said=acknowledged");
        Document closed = page(get("/alerts/" + id));
        assertThat(closed.select("form[action$=acknowledge]")).isEmpty();
        assertThat(closed.select("dl").text()).contains("by Dr. Quill (vouched for by otto)");
        assertThat(closed.select(".timeline").text()).contains("acknowledged").contains("seven point one");
        assertThat(page(get("/alerts")).select("#open-title").text()).contains("(0)");
    }

    @Test
    void whatASenderWritesIsTextAndNothingElse() {
        signIn(page(get("/login")), "otto", "otto-secret");
        long id = ConsoleEngine.record(
                engine,
                new WireMessage(
                        new String(Messages.adtA01().withControlId("<b>HOSTILE").bytes(), StandardCharsets.UTF_8)
                                .replace("Larkspur^Imogen", "<script>alert(1)</script>^\"><img src=x onerror=alert(2)>")
                                .getBytes(StandardCharsets.UTF_8),
                        new FeedName("adt"),
                        "10.0.0.7",
                        Clock.systemUTC().instant()));
        awaitState(id, "processed");

        Document message = page(get("/messages/" + id));
        Document list = page(get("/messages?controlId=%3Cb%3EHOSTILE"));

        assertThat(message.select("script:not([src]), img[src=x], [onerror]")).isEmpty();
        assertThat(message.select("[data-leaf=PID-5.1] .value").text()).contains("<script>alert(1)</script>");
        assertThat(list.select("tbody td[data-label='Control id']").text()).isEqualTo("<b>HOSTILE");
        assertThat(list.select("input[name=controlId]").attr("value")).isEqualTo("<b>HOSTILE");
    }

    @Test
    void aDoubleClickReplaysOnceAndTheTimelineSaysWho() {
        signIn(page(get("/login")), "otto", "otto-secret");
        long id = receive(Messages.adtA01().withControlId("PAGE-TWICE"));
        awaitState(id, "processed");
        Document message = page(get("/messages/" + id));
        Map<String, String> form = Map.of(
                "_csrf",
                token(message),
                "once",
                message.select("input[name=once]").attr("value"));

        HttpResponse<String> first = post("/messages/" + id + "/replay", form);
        awaitState(id, "processed");
        HttpResponse<String> second = post("/messages/" + id + "/replay", form);

        assertThat(location(first)).isEqualTo("/messages/" + id + "?said=replay");
        assertThat(location(second)).isEqualTo("/messages/" + id + "?said=twice");
        Document after = page(get("/messages/" + id + "?said=twice"));
        assertThat(after.select(".said").text()).contains("Nothing was done a second time");
        assertThat(after.select(".timeline li").eachText())
                .filteredOn(line -> line.contains("replayed by otto"))
                .hasSize(1);
        assertThat(post("/messages/" + id + "/replay", Map.of("once", "0123"))
                        .headers()
                        .firstValue("Location")
                        .orElseThrow())
                .endsWith("/login?ended");
    }

    @Test
    void aHeldMessageIsSkippedWithAReasonOnlyAndTwoOperatorsAreToldApart() {
        signIn(page(get("/login")), "otto", "otto-secret");
        long id = receive(Messages.adtA01().withControlId("HOLD-PAGE"));
        awaitState(id, "held");
        Document one = page(get("/messages/" + id));
        Document other = page(get("/messages/" + id));

        HttpResponse<String> silent = post("/messages/" + id + "/skip", action(one));
        HttpResponse<String> skipped = post("/messages/" + id + "/skip", action(one, "why", "sent twice"));
        HttpResponse<String> late = post("/messages/" + id + "/release", action(other));

        assertThat(page(silent).select("[role=alert]").text()).contains("Say why");
        assertThat(location(skipped)).endsWith("?said=skip");
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(page(late).select("[role=alert]").text())
                .contains("is filtered")
                .contains("not held");
    }

    @Test
    void aWrongQuestionHasAPageThatSaysWhatIsRight() {
        signIn(page(get("/login")), "otto", "otto-secret");

        assertThat(page(get("/messages?state=helt")).select("[role=alert]").text())
                .contains("use one of queued, processed");
        assertThat(page(get("/messages?from=yesterday")).select("[role=alert]").text())
                .contains("2026-01-31T08:00");
        assertThat(get("/messages/999999999").statusCode()).isEqualTo(404);
    }

    private static Map<String, String> action(Document page, String... more) {
        Map<String, String> fields = new HashMap<>();
        fields.put("_csrf", token(page));
        fields.put("once", page.select("input[name=once]").attr("value"));
        for (int i = 0; i < more.length; i += 2) {
            fields.put(more[i], more[i + 1]);
        }
        return fields;
    }

    private static long receive(MessageDraft message) {
        return ConsoleEngine.record(
                engine,
                new WireMessage(
                        message.bytes(),
                        new FeedName("adt"),
                        "10.0.0.7",
                        Clock.systemUTC().instant()));
    }

    private static void awaitState(long id, String state) {
        MessageSearch search = engine.getBean(MessageSearch.class);
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(Words.of(
                        search.read(new MessageId(id)).orElseThrow().summary().state()))
                .isEqualTo(state));
    }

    private HttpResponse<String> signIn(Document form, String user, String password) {
        return post(
                "/login",
                Map.of(
                        "_csrf",
                        token(form),
                        "to",
                        form.select("input[name=to]").attr("value"),
                        "username",
                        user,
                        "password",
                        password));
    }

    private static String token(Document page) {
        return page.select("input[name=_csrf]").attr("value");
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElse("").replace(address, "");
    }

    private static Document page(HttpResponse<String> answer) {
        return Jsoup.parse(answer.body());
    }

    private HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(URI.create(address + path)).GET());
    }

    private HttpResponse<String> post(String path, Map<String, String> fields) {
        String body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(URI.create(address + path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Origin", address)
                .POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return browser.send(request.header("Accept", "text/html").build(), BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
