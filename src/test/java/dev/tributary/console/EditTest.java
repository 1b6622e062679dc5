package dev.tributary.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import dev.tributary.flow.wire.FeedRegistry;
import dev.tributary.flow.wire.Feeds;
import dev.tributary.hl7.WireMessage;
import dev.tributary.journal.Journal;
import dev.tributary.journal.JournaledMessage;
import dev.tributary.journal.MessageEdits;
import dev.tributary.journal.MessageSearch;
import dev.tributary.kit.InMemoryFhirStore;
import dev.tributary.kit.Messages;
import dev.tributary.store.ResourceChange;
import dev.tributary.store.StoreTransaction;
import java.net.http.HttpResponse;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.hl7.fhir.r4.model.Patient;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A changed message is a new one, once, and the two tell of each other. */
class EditTest {

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
                "--tributary.users.erin.password=erin-secret",
                "--tributary.users.erin.role=engineer",
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
    void theOriginalStaysTheNewOneIsProcessedAndBothTellWhoAndWhy() {
        byte[] sent = Messages.adtA01().withControlId("EDIT-ONE").bytes();
        long id = record(sent);
        browser.signIn("erin", "erin-secret");
        Document page = browser.page("/messages/" + id + "/edit");
        String text = page.expectFirst("textarea").wholeText();
        Map<String, String> form =
                Browser.fields(page, "text", text.replace("EDIT-ONE", "EDIT-TWO"), "why", "wrong control id");

        HttpResponse<String> given = browser.post("/messages/" + id + "/edit", form);
        HttpResponse<String> twice = browser.post("/messages/" + id + "/edit", form);

        assertThat(browser.location(given)).matches("/messages/\\d+\\?said=edited");
        long made = Long.parseLong(browser.location(given).replaceAll("\\D", ""));
        assertThat(browser.location(twice)).isEqualTo("/messages/" + id + "?said=twice");
        assertThat(bytes(id)).isEqualTo(sent);
        assertThat(new String(bytes(made), StandardCharsets.UTF_8))
                .isEqualTo(new String(sent, StandardCharsets.UTF_8).replace("EDIT-ONE", "EDIT-TWO"));
        await().atMost(Duration.ofSeconds(60)).until(() -> browser.page("/messages/" + made)
                .select("h1 .pill")
                .text()
                .equals("processed"));
        assertThat(browser.page("/messages/" + made).select(".edits").text())
                .contains("Made from message " + id)
                .contains("erin")
                .contains("wrong control id");
        assertThat(browser.page("/messages/" + id).select(".edits").text()).contains("Changed to message " + made);
        assertThat(browser.page("/messages?controlId=EDIT-TWO").select("tbody th"))
                .hasSize(1);
    }

    @Test
    void withoutAReasonAChangeOrAnMshNothingIsGivenIn() {
        long id = record(Messages.adtA01().withControlId("EDIT-NOT").bytes());
        String erin = Browser.basic("erin", "erin-secret");
        browser.signIn("erin", "erin-secret");
        Document page = browser.page("/messages/" + id + "/edit");
        String text = page.expectFirst("textarea").wholeText();

        HttpResponse<String> silent =
                browser.post("/messages/" + id + "/edit", Browser.fields(page, "text", text, "why", " "));
        HttpResponse<String> same =
                browser.post("/messages/" + id + "/edit", Browser.fields(page, "text", text, "why", "for fun"));
        HttpResponse<String> headless = browser.post(
                "/messages/" + id + "/edit",
                Browser.fields(browser.page("/messages/" + id + "/edit"), "text", "PID|1", "why", "for fun"));

        assertThat(silent.body()).contains("Say why");
        assertThat(same.body()).contains("Nothing was changed");
        assertThat(headless.body()).contains("no MSH segment");
        assertThat(browser.program(
                                "POST",
                                "/api/messages/" + id + "/edit?why=x",
                                Browser.basic("otto", "otto-secret"),
                                "{}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(browser.program("POST", "/api/messages/999999999/edit?why=x", erin, "")
                        .statusCode())
                .isIn(404, 415);
        assertThat(browser.page("/messages/" + id).select(".edits")).isEmpty();
    }

    @Test
    void theTextIsShownAndWrittenInItsOwnCharacterSetAndNotInTheFeeds() {
        byte[] sent = Messages.adtA01()
                .withControlId("EDIT-LATIN")
                .withPid5("Larkspur^Jörg")
                .withCharset("8859/1", StandardCharsets.ISO_8859_1)
                .bytes();
        long id = record(sent);
        browser.signIn("erin", "erin-secret");
        Document page = browser.page("/messages/" + id + "/edit");
        String text = page.expectFirst("textarea").wholeText();
        String changed = text.replace("EDIT-LATIN", "EDIT-LATER").replace("Jörg", "Jürgen");
        String unicode = text.replace("EDIT-LATIN", "EDIT-UNICODE")
                .replace("Jörg", "Jürgen €")
                .replace("8859/1", "UNICODE UTF-8");

        HttpResponse<String> euro = browser.post(
                "/messages/" + id + "/edit",
                Browser.fields(page, "text", changed.replace("Jürgen", "€"), "why", "another name"));
        HttpResponse<String> mended =
                browser.post("/messages/" + id + "/edit", Browser.fields(page, "text", changed, "why", "another name"));
        HttpResponse<String> renamed = browser.post(
                "/messages/" + id + "/edit",
                Browser.fields(
                        browser.page("/messages/" + id + "/edit"), "text", unicode, "why", "another character set"));

        assertThat(text).contains("Larkspur^Jörg");
        assertThat(euro.statusCode()).isEqualTo(400);
        assertThat(euro.body()).contains("Nothing was given in: as ISO-8859-1");
        assertThat(bytes(made(mended))).isEqualTo(written(changed, StandardCharsets.ISO_8859_1));
        assertThat(bytes(made(renamed))).isEqualTo(written(unicode, StandardCharsets.UTF_8));
    }

    @Test
    void aLetterTheFeedsCharacterSetLacksIsNoQuestionMarkAndAsciiIsReadAsTheFeeds() {
        JournaledMessage plain = read(record(
                "lab",
                Messages.adtA01()
                        .withControlId("EDIT-PLAIN")
                        .withPid5("Larkspur^Jörg")
                        .withCharset("", StandardCharsets.ISO_8859_1)
                        .bytes()));
        JournaledMessage ascii = read(record(
                "lab",
                Messages.adtA01()
                        .withControlId("EDIT-ASCII")
                        .withPid5("Larkspur^Jörg")
                        .withCharset("ASCII", StandardCharsets.ISO_8859_1)
                        .bytes()));
        MessageEditing editing = editing(Map.of("charset", "ISO-8859-1"), Duration.ofSeconds(60));

        assertThat(editing.isPossible(plain)).isTrue();
        assertThat(editing.isPossible(ascii)).isTrue();
        assertThatThrownBy(() -> editing.changed(plain, editing.text(plain).replace("Jörg", "Šime"), "a name"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("as ISO-8859-1");
        String text = editing.text(ascii).replace("Jörg", "Jürgen").replace("EDIT-ASCII", "EDIT-EIGHT");
        MessageId made = editing.give(editing.changed(ascii, text, "a name"), "erin");
        assertThat(bytes(made.value())).isEqualTo(written(text, StandardCharsets.ISO_8859_1));
    }

    @Test
    void whatTheFeedRefusesFromASenderItRefusesFromAPerson() {
        long id = record(Messages.adtA01().withControlId("EDIT-GATE").bytes());
        browser.signIn("erin", "erin-secret");
        String text = browser.page("/messages/" + id + "/edit")
                .expectFirst("textarea")
                .wholeText()
                .replace("EDIT-GATE", "EDIT-INTRUDER");

        assertThat(refused(id, text + "\n" + text.replace("MRN10042", "MRN10043")))
                .contains("a second MSH");
        assertThat(refused(id, text.replace("ADT^A01^ADT_A01", "ACK^A01^ACK"))).contains("an acknowledgment (ACK)");
        assertThat(refused(id, "FHS|^~\\&|ADT1\nBHS|^~\\&|ADT1\n" + text + "\nBTS|1\nFTS|1"))
                .contains("FHS or BHS begins a batch");
        assertThat(browser.page("/messages?controlId=EDIT-INTRUDER").select("tbody th"))
                .isEmpty();
        MessageEditing editing = editing(Map.of("message-types", "ORU"), Duration.ofSeconds(60));
        JournaledMessage stray =
                read(record("lab", Messages.adtA01().withControlId("EDIT-STRAY").bytes()));
        assertThatThrownBy(() ->
                        editing.changed(stray, editing.text(stray).replace("EDIT-STRAY", "EDIT-STRANGER"), "a number"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("this feed takes ORU only; see tributary.feeds.lab.message-types");
    }

    @Test
    void whatTheJournalIsSlowToTakeIsCalledNotKnownYetAndLinkedOnceItIsTaken() throws SQLException {
        JournaledMessage original =
                read(record("lab", Messages.adtA01().withControlId("EDIT-SLOW").bytes()));
        MessageEditing hasty = editing(Map.of(), Duration.ofMillis(300));
        MessageEditing.Changed changed =
                hasty.changed(original, hasty.text(original).replace("EDIT-SLOW", "EDIT-AT-LAST"), "a number");
        try (Connection other = engine.getBean(DataSource.class).getConnection();
                Statement lock = other.createStatement()) {
            other.setAutoCommit(false);
            lock.execute("lock table tributary.message in share mode");

            assertThatThrownBy(() -> hasty.give(changed, "erin"))
                    .isInstanceOf(NotPossibleException.class)
                    .hasMessageContaining("not known yet whether the journal took it");

            other.rollback();
        }
        MessageEdits edits = engine.getBean(MessageEdits.class);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> !edits.of(original.summary().id()).isEmpty());
        assertThat(bytes(edits.of(original.summary().id()).get(0).edited().value()))
                .isEqualTo(changed.wire().bytes());
    }

    @Test
    void anEditWhoseEndNobodyHeardOfIsLinkedWhenItIsGivenInAgain() {
        byte[] sent = Messages.adtA01().withControlId("EDIT-LOST").bytes();
        byte[] changed = Messages.adtA01().withControlId("EDIT-FOUND").bytes();
        byte[] byWire = Messages.adtA01().withControlId("EDIT-WIRED").bytes();
        long id = record(sent);
        record(byWire);
        long taken = ConsoleEngine.record(
                engine,
                new WireMessage(
                        changed,
                        new FeedName("adt"),
                        "console",
                        Clock.systemUTC().instant()));
        // what an engine leaves that stopped between the journal's commit and its own note of it
        engine.getBean(JdbcClient.class)
                .sql("insert into tributary.message_edit (original, at, who, why)"
                        + " values (?, clock_timestamp(), 'erin', 'the first try')")
                .param(id)
                .update();
        browser.signIn("erin", "erin-secret");

        assertThat(refused(id, new String(sent, StandardCharsets.UTF_8))).contains("Nothing was changed");
        assertThat(refused(id, new String(byWire, StandardCharsets.UTF_8))).contains("Nothing was changed");
        HttpResponse<String> again = edit(id, new String(changed, StandardCharsets.UTF_8));

        assertThat(browser.location(again)).isEqualTo("/messages/" + taken + "?said=edited");
        assertThat(browser.page("/messages/" + id).select(".edits").text())
                .contains("Changed to message " + taken)
                .contains("the first try");
        assertThat(refused(id, new String(changed, StandardCharsets.UTF_8))).contains("Nothing was changed");
    }

    @Test
    void aMessageTellsItsMappingTheVersionsItWroteAndItsDeliveriesOneOfWhichIsSentAgain() {
        long id = record(Messages.adtA01().withControlId("ACCOUNT").bytes());
        Patient patient = new Patient();
        patient.setId("account-1");
        patient.getMeta().setSource(new MessageId(id).asUri());
        engine.getBean(InMemoryFhirStore.class)
                .commit(new StoreTransaction(new MessageId(id), List.of(new ResourceChange(null, patient))));
        String alert = ConsoleEngine.openAlert(engine, "ACCOUNT", id, "something");
        engine.getBean(JdbcClient.class)
                .sql("insert into tributary.delivery (alert_id, subscriber, state, at, attempts, outcome)"
                        + " values (?::uuid, 'care-team', 'delivered', now(), 2, '200')")
                .param(alert)
                .update();
        browser.signIn("otto", "otto-secret");
        await().atMost(Duration.ofSeconds(60)).until(() -> browser.page("/messages/" + id)
                .select("h1 .pill")
                .text()
                .equals("processed"));

        Document page = browser.page("/messages/" + id);

        assertThat(page.select("dl").text()).contains("Mapping version mappings-1");
        assertThat(page.select(".written a").eachAttr("href")).containsExactly("/fhir/Patient/account-1/_history/1");
        assertThat(page.select(".deliveries li").text())
                .contains("care-team: delivered")
                .contains("2 attempts 200");
        assertThat(page.select(".deliveries form").attr("action"))
                .isEqualTo("/alerts/" + alert + "/deliveries/care-team/resend");
        assertThat(page.select(".edits, a[href$=edit]")).isEmpty();
    }

    private HttpResponse<String> edit(long id, String text) {
        return browser.post(
                "/messages/" + id + "/edit",
                Browser.fields(browser.page("/messages/" + id + "/edit"), "text", text, "why", "a test"));
    }

    private String refused(long id, String text) {
        HttpResponse<String> answer = edit(id, text);
        assertThat(answer.statusCode()).isEqualTo(400);
        return answer.body();
    }

    private long made(HttpResponse<String> answer) {
        assertThat(browser.location(answer)).matches("/messages/\\d+\\?said=edited");
        return Long.parseLong(browser.location(answer).replaceAll("\\D", ""));
    }

    private static byte[] written(String text, Charset charset) {
        return (text.strip().replace('\n', '\r') + "\r").getBytes(charset);
    }

    /** Changes messages of the feed lab with these settings, in the engine's own journal. */
    private static MessageEditing editing(Map<String, String> settings, Duration patience) {
        return new MessageEditing(
                new MessageEdits(
                        engine.getBean(DataSource.class),
                        engine.getBean(Journal.class).messages(),
                        Clock.systemUTC(),
                        patience),
                new FeedRegistry(Map.of(new FeedName("lab"), Feeds.properties(settings))),
                Clock.systemUTC());
    }

    private static JournaledMessage read(long id) {
        return engine.getBean(MessageSearch.class).read(new MessageId(id)).orElseThrow();
    }

    private static byte[] bytes(long id) {
        return read(id).bytes();
    }

    private static long record(byte[] bytes) {
        return record("adt", bytes);
    }

    private static long record(String feed, byte[] bytes) {
        return ConsoleEngine.record(
                engine,
                new WireMessage(
                        bytes, new FeedName(feed), "10.0.0.7", Clock.systemUTC().instant()));
    }
}
