package dev.tributary.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import dev.tributary.hl7.WireMessage;
import dev.tributary.journal.MessageSearch;
import dev.tributary.kit.InMemoryFhirStore;
import dev.tributary.kit.Messages;
import dev.tributary.store.ResourceChange;
import dev.tributary.store.StoreTransaction;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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
        assertThat(headless.body()).contains("no readable MSH");
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

    private static byte[] bytes(long id) {
        return engine.getBean(MessageSearch.class)
                .read(new MessageId(id))
                .orElseThrow()
                .bytes();
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
