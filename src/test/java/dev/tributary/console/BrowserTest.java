package dev.tributary.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import dev.tributary.hl7.WireMessage;
import dev.tributary.journal.MessageEvent;
import dev.tributary.journal.MessageSearch;
import dev.tributary.journal.MessageState;
import dev.tributary.journal.UnmappedCodes;
import dev.tributary.journal.UnmappedSighting;
import dev.tributary.kit.Chromium;
import dev.tributary.kit.Messages;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The pages in a real browser, by real clicks, at both widths; pictures go to {@code target/screenshots}. */
class BrowserTest {

    private static final Path PICTURES = Path.of("target", "screenshots");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @Test
    void aPersonSignsInFindsAMessageSeesWhereAFieldWentAndReplaysItOnce() {
        Assumptions.assumeTrue(
                Chromium.find().isPresent(),
                "no browser on this machine: install Debian's chromium to run this; PagesTest asks the same pages by HTTP");
        try (ConfigurableApplicationContext engine = ConsoleEngine.start(
                        "--server.port=0",
                        "--tributary.data-dir=" + folder.resolve("data"),
                        "--tributary.admin-password=admin-secret",
                        "--tributary.users.otto.password=otto-secret",
                        "--tributary.users.otto.role=operator");
                Chromium browser = Chromium.start(Chromium.find().orElseThrow(), folder.resolve("browser"))) {
            String address = "http://127.0.0.1:"
                    + ((WebServerApplicationContext) engine).getWebServer().getPort();
            long id = receive(engine, "BROWSER-1");
            receive(engine, "FAIL-2");
            receive(engine, "HOLD-3");
            browser.resize(1280, 900);

            signIn(browser, address, "otto", "otto-secret");
            browser.await("document.querySelector('#feeds td[data-label=Received]')");
            assertThat(browser.text("document.querySelector('.verdict strong').textContent"))
                    .isEqualTo("Something is down");
            pictures(browser, "overview");

            find(browser);
            pictures(browser, "messages");

            browser.click("tbody th a");
            browser.await("document.querySelector('[data-lineage]')");
            browser.click("[data-leaf='PID-8'] button");
            browser.await("document.querySelector('[data-element=gender].lit')");
            assertThat(browser.text("document.querySelector('[data-told]').textContent"))
                    .contains("PID-8 fills")
                    .contains("gender")
                    .contains("PID[Patient]/PID-8/gender");
            pictures(browser, "message");
            browser.click("[data-element='birthDate'] button");
            browser.await("document.querySelector('[data-leaf=\"PID-7\"].lit')");
            assertThat(browser.text("document.querySelectorAll('[data-leaf=\"PID-8\"].lit').length"))
                    .isEqualTo("0");

            browser.doubleClick("form[action$='/replay'] button");
            browser.await("document.querySelector('.said')");
            MessageSearch search = engine.getBean(MessageSearch.class);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> search.read(new MessageId(id))
                                    .orElseThrow()
                                    .summary()
                                    .state()
                            == MessageState.PROCESSED);
            assertThat(search.read(new MessageId(id)).orElseThrow().timeline())
                    .filteredOn(event -> event.kind() == MessageEvent.Kind.REPLAYED)
                    .hasSize(1);
        }
    }

    @Test
    void aPersonTriesAMappingMapsACodeAndFollowsAPatient() {
        Assumptions.assumeTrue(
                Chromium.find().isPresent(),
                "no browser on this machine: install Debian's chromium to run this; WorkPagesTest asks the same pages by HTTP");
        try (ConfigurableApplicationContext engine = ConsoleEngine.start(
                        "--server.port=0",
                        "--tributary.data-dir=" + folder.resolve("data"),
                        "--tributary.admin-password=admin-secret",
                        "--tributary.codes.second-person=true");
                Chromium browser = Chromium.start(Chromium.find().orElseThrow(), folder.resolve("browser"))) {
            String address = "http://127.0.0.1:"
                    + ((WebServerApplicationContext) engine).getWebServer().getPort();
            long id = receive(engine, "BROWSER-4");
            receive(engine, "HOLD-5");
            WorkPagesTest.person(engine, id);
            engine.getBean(UnmappedCodes.class)
                    .saw(List.of(new UnmappedSighting(
                            new MessageId(id),
                            new FeedName("adt"),
                            "EHR|WILLOWBROOK",
                            Clock.systemUTC().instant(),
                            "HospitalService",
                            "KAL",
                            "Potassium serum",
                            "99LAB")));
            ConsoleEngine.openAlert(engine, "BROWSER-4", id, "Potassium 7.1 mmol/L, 4 West bed 412");
            browser.resize(1280, 900);
            signIn(browser, address, "admin", "admin-secret");
            browser.await("document.querySelector('nav a[href=\"/try\"]')");

            tryAMapping(browser, id);
            mapACode(browser);
            followAPatient(browser);

            browser.click("nav a[href='/alerts']");
            browser.await("document.querySelector('figure svg')");
            pictures(browser, "alerts");
        }
    }

    private static void tryAMapping(Chromium browser, long id) {
        browser.click("nav a[href='/try']");
        browser.await("document.querySelector('input[name=message]')");
        browser.type("input[name=message]", String.valueOf(id));
        browser.type("input[name=file]", "overlays/tried/segments/pid-patient.yaml");
        browser.click("button[value=open]");
        browser.await("document.querySelector('textarea[name=content]').value.startsWith('overlay: PID[Patient]')");
        browser.type("textarea[name=content]", "\nchnge: x\n");
        browser.click(".actions button[value=try]");
        browser.await("document.querySelector('[role=alert] button[data-line]')");
        pictures(browser, "try-mistake");
        browser.click("[role=alert] button[data-line]");
        browser.await("document.activeElement.name === 'content'");
        browser.text("""
                document.querySelector('textarea[name=content]').value =
                    'overlay: PID[Patient]\\ndrop:\\n  - {id: PID-8/gender, ruling: tried}\\n'""");
        browser.click(".actions button[value=traffic]");
        browser.await("[...document.querySelectorAll('#traffic .pill')].some(e => e.textContent === 'done')");
        browser.click(".actions button[value=try]");
        browser.await("document.querySelector('[data-lineage]')");
        assertThat(browser.text("document.querySelectorAll('[data-element=gender]').length"))
                .isEqualTo("0");
        browser.click("[data-leaf='PID-7'] button");
        browser.await("document.querySelector('[data-element=birthDate].lit')");
        pictures(browser, "try");
    }

    private static void mapACode(Chromium browser) {
        browser.click("nav a[href='/codes']");
        browser.await("document.querySelector('a[href^=\"/codes/map\"]')");
        pictures(browser, "codes");
        browser.click("a[href^='/codes/map']");
        browser.await("document.querySelector('input[name=pick]')");
        browser.click("input[name=pick]");
        pictures(browser, "code");
        browser.click("form[method=post][action='/codes/map'] button");
        browser.await("document.querySelector('#waiting-title')");
        pictures(browser, "codes-waiting");
    }

    private static void followAPatient(Chromium browser) {
        browser.click("nav a[href='/patients']");
        browser.await("document.querySelector('article a')");
        browser.type("input[name=q]", "MRN10042");
        browser.press("Enter");
        browser.await("document.querySelector('tbody th a')");
        pictures(browser, "patients");
        browser.click("tbody th a");
        browser.await("document.querySelector('.timeline li.encounter')");
        pictures(browser, "patient");
    }

    private static void signIn(Chromium browser, String address, String user, String password) {
        browser.open(address + "/");
        browser.type("input[name=username]", user);
        browser.press("Tab");
        browser.await("document.activeElement.name === 'password'");
        pictures(browser, "sign-in");
        browser.type("input[name=password]", password);
        browser.press("Enter");
    }

    private static void find(Chromium browser) {
        browser.click("nav a[href='/messages']");
        browser.await("document.querySelector('input[name=controlId]')");
        browser.type("input[name=controlId]", "BROWSER-1");
        browser.press("Enter");
        browser.await("document.querySelectorAll('tbody tr').length === 1");
    }

    /** At both widths and in the dark; nothing may be wider than the window. */
    private static void pictures(Chromium browser, String name) {
        browser.picture(PICTURES.resolve(name + "-1280.png"));
        browser.prefer("dark");
        browser.picture(PICTURES.resolve(name + "-1280-dark.png"));
        browser.prefer("light");
        browser.resize(390, 844);
        browser.picture(PICTURES.resolve(name + "-390.png"));
        assertThat(browser.text("document.documentElement.scrollWidth <= innerWidth"))
                .as("nothing of %s is wider than a telephone", name)
                .isEqualTo("true");
        browser.resize(1280, 900);
    }

    private static long receive(ConfigurableApplicationContext engine, String controlId) {
        return ConsoleEngine.record(
                engine,
                new WireMessage(
                        Messages.adtA01().withControlId(controlId).bytes(),
                        new FeedName("adt"),
                        "10.0.0.7",
                        Clock.systemUTC().instant()));
    }
}
