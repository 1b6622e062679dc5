package dev.tributary.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.alert.ledger.AlertLedger;
import dev.tributary.alert.ledger.AlertSearch;
import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import dev.tributary.flow.codes.CandidateCodes;
import dev.tributary.flow.codes.CodeProposals;
import dev.tributary.flow.codes.CodeRemap;
import dev.tributary.flow.codes.CodeSettings;
import dev.tributary.flow.mappings.AddedCodes;
import dev.tributary.flow.mappings.LiveMappings;
import dev.tributary.flow.mappings.NewCode;
import dev.tributary.flow.wire.FeedRegistry;
import dev.tributary.hl7.Hl7Message;
import dev.tributary.hl7.Hl7Reader;
import dev.tributary.hl7.WireMessage;
import dev.tributary.journal.MessageActions;
import dev.tributary.journal.MessageQuery;
import dev.tributary.journal.MessageSearch;
import dev.tributary.journal.MessageState;
import dev.tributary.journal.MessageSummary;
import dev.tributary.journal.ReceivedMessages;
import dev.tributary.journal.UnmappedCodes;
import dev.tributary.journal.UnmappedSighting;
import dev.tributary.kit.InMemoryFhirStore;
import dev.tributary.kit.MessageDraft;
import dev.tributary.kit.Messages;
import dev.tributary.mapping.Draft;
import dev.tributary.mapping.FeedProfile;
import dev.tributary.store.ResourceChange;
import dev.tributary.store.StoreTransaction;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.function.BiPredicate;
import javax.sql.DataSource;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Provenance;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionOperations;

/** The pages people work at: mappings, codes and patients, by HTTP. */
class WorkPagesTest {

    private static final String OVERLAY = "overlays/tried/segments/pid-patient.yaml";
    private static final String DROPS_SEX =
            "overlay: PID[Patient]\ndrop:\n  - {id: PID-8/gender, ruling: tried in a test}\n";

    @TempDir
    @SuppressWarnings("NullAway.Init")
    private static Path data;

    @SuppressWarnings("NullAway.Init")
    private static ConfigurableApplicationContext engine;

    private static String address = "";

    @BeforeAll
    static void start() {
        engine = ConsoleEngine.start(
                "--server.port=0",
                "--tributary.data-dir=" + data,
                "--tributary.admin-password=admin-secret",
                "--tributary.codes.second-person=true",
                "--tributary.users.ada.password=ada-secret",
                "--tributary.users.ada.role=admin",
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

    private static Visitor admin() {
        return Visitor.signedIn(address, "admin", "admin-secret");
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

    @Test
    void whoMayNotChangeMappingsSeesNeitherThePageNorItsRest() {
        for (String user : new String[] {"vera", "otto"}) {
            Visitor visitor = Visitor.signedIn(address, user, user + "-secret");

            assertThat(visitor.get("/try").statusCode()).isEqualTo(403);
            assertThat(visitor.get("/api/try/history").statusCode()).isEqualTo(403);
            assertThat(visitor.visit("/").select("nav a[href=/try]")).isEmpty();
        }
    }

    @Test
    void aMessageOfTheJournalShowsWhatItBecomesAndAPastedOneToo() {
        Visitor admin = admin();
        long id = receive(Messages.adtA01().withControlId("TRY-1"));

        Document page = admin.visit("/try?message=" + id);
        assertThat(page.select("[data-leaf=PID-8]")).hasSize(1);
        assertThat(page.select("[data-element=gender] .value").text()).isEqualTo("female");
        assertThat(page.select("[role=status]").text()).contains("values mapped");
        assertThat(page.select("pre").text()).contains("\"resourceType\" : \"Bundle\"");

        Document copied = Visitor.page(admin.submit(page, "/try", "what", "text"));
        String text = copied.select("textarea[name=text]").val();
        assertThat(text).contains("|F|");
        Document pasted = Visitor.page(admin.submit(
                copied,
                "/try",
                "what",
                "try",
                "text",
                text.replace("|F|", "|M|").replace("\n", "\r\n")));
        assertThat(pasted.select("[data-element=gender] .value").text()).isEqualTo("male");
        assertThat(admin.visit("/messages/" + id).select("a[href=/try?message=" + id + "]"))
                .hasSize(1);
    }

    @Test
    void aChangeIsCheckedWithFileAndLineAndNothingThatWasTypedIsLost() {
        Visitor admin = admin();
        long id = receive(Messages.adtA01().withControlId("TRY-2"));
        Document page = admin.visit("/try?message=" + id);

        Document opened = Visitor.page(admin.submit(page, "/try", "what", "open", "file", OVERLAY));
        assertThat(opened.select("textarea[name=content]").val()).startsWith("overlay: PID[Patient]");
        assertThat(opened.select(".keys dt").eachText()).contains("drop", "change", "from", "when");
        String wrong = "overlay: PID[Patient]\nchange:\n  - {id: PID-8/gendre, code: AdministrativeSex}\n";
        HttpResponse<String> refused = admin.submit(opened, "/try", "what", "try", "content", wrong);
        Document told = Visitor.page(refused);

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(told.select("[role=alert] li").text()).contains("mappings/" + OVERLAY + ":3");
        assertThat(told.select("button[data-line=3]")).isNotEmpty();
        assertThat(told.select("textarea[name=content]").val()).isEqualTo(wrong.strip());
        Document right = Visitor.page(admin.submit(told, "/try", "what", "try", "content", DROPS_SEX));
        assertThat(right.select("[data-element=gender]")).isEmpty();
        assertThat(right.select(".said").text()).contains("does not name the overlay tried yet");
        String file = "segments/pid-patient.yaml";
        Document whole = Visitor.page(admin.submit(page, "/try", "what", "open", "file", file));
        String broken = whole.select("textarea[name=content]")
                .val()
                .replace("to: gender, code: AdministrativeSex}", "to: gender, const: other}");
        Document tested = Visitor.page(admin.submit(whole, "/try", "what", "tests", "content", broken));
        assertThat(tested.select("#tests-title ~ ul li").text()).contains("expected:");
    }

    @Test
    void whatAChangeWouldDoToTheTrafficIsToldByKindAndLeavesNothingBehind() {
        Visitor admin = admin();
        long id = receive(Messages.adtA01().withControlId("TRY-3"));
        String version = engine.getBean(LiveMappings.class).library().version();
        Document opened = Visitor.page(admin.submit(admin.visit("/try"), "/try", "what", "open", "file", OVERLAY));

        HttpResponse<String> begun =
                admin.submit(opened, "/try", "what", "traffic", "feed", "adt", "content", DROPS_SEX);
        assertThat(begun.statusCode()).isEqualTo(200);
        await().atMost(Duration.ofSeconds(60))
                .until(() -> admin.visit("/try/traffic").select(".pill").text().equals("done"));

        Document traffic = admin.visit("/try/traffic");
        assertThat(traffic.select("tbody tr")).anySatisfy(row -> {
            assertThat(row.select("th").text()).isEqualTo("Patient.gender");
            assertThat(row.select("[data-label=Before]").text()).isEqualTo("female");
            assertThat(row.select("[data-label=After]").text()).isEqualTo("–");
            assertThat(row.select("a[href^=/messages/]")).isNotEmpty();
        });
        assertThat(traffic.select("tbody th").eachText()).allMatch(element -> element.contains("gender"));
        assertThat(engine.getBean(LiveMappings.class).library().version()).isEqualTo(version);
        assertThat(admin.visit("/messages/" + id).select("[data-element=gender]"))
                .isNotEmpty();
    }

    @Test
    void aFileIsKeptWithAReasonWorksFromThenOnAndIsTakenBack() {
        Visitor admin = admin();
        long id = receive(Messages.adtA01().withControlId("TRY-4"));
        String file = "segments/pid-patient.yaml";
        Document opened =
                Visitor.page(admin.submit(admin.visit("/try?message=" + id), "/try", "what", "open", "file", file));
        Document other =
                Visitor.page(admin.submit(admin.visit("/try?message=" + id), "/try", "what", "open", "file", file));
        String before = opened.select("textarea[name=content]").val();
        String after = before.replace(
                "to: gender, code: AdministrativeSex}",
                "to: gender, code: AdministrativeSex, when: PID-8 NOT EQUALS \"F\"}");
        assertThat(after).isNotEqualTo(before);

        HttpResponse<String> silent = admin.submit(opened, "/try", "what", "keep", "content", after);
        assertThat(Visitor.page(silent).select("[role=alert]").text()).contains("Say why");
        HttpResponse<String> kept =
                admin.submit(opened, "/try", "what", "keep", "content", after, "why", "asked by the ward <b>");
        HttpResponse<String> late =
                admin.submit(other, "/try", "what", "keep", "content", before + "# late\n", "why", "late");

        assertThat(admin.location(kept)).startsWith("/try?said=kept&message=" + id);
        assertThat(admin.visit("/messages/" + id).select("[data-element=gender]"))
                .isEmpty();
        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(Visitor.page(late).select("textarea[name=content]").val()).endsWith("# late");
        Document history = admin.visit("/try");
        assertThat(history.select("details:contains(asked by the ward) .come").text())
                .contains("NOT EQUALS");
        assertThat(history.select("details:contains(asked by the ward) b")).isEmpty();
        String back = history.select("details:contains(asked by the ward) form").attr("action");
        HttpResponse<String> undone = admin.submit(history, back);
        HttpResponse<String> twice = admin.submit(history, back);

        assertThat(admin.location(undone)).isEqualTo("/try?said=back");
        assertThat(admin.location(twice)).isEqualTo("/try?said=twice");
        assertThat(admin.visit("/messages/" + id).select("[data-element=gender]"))
                .isNotEmpty();
        HttpResponse<String> again = admin.submit(admin.visit("/try"), back);
        assertThat(again.statusCode()).isEqualTo(409);
        assertThat(Visitor.page(again).select("[role=alert]").text()).contains("changed this file meanwhile");
        String file2 = new String(
                admin.submit(opened, "/try", "what", "download", "content", after)
                        .body()
                        .getBytes(StandardCharsets.UTF_8),
                StandardCharsets.UTF_8);
        assertThat(file2).isEqualTo(after);
    }

    @Test
    void whatCannotBeTriedIsSaid() {
        Visitor admin = admin();
        Document page = admin.visit("/try");

        assertThat(Visitor.page(admin.submit(page, "/try", "what", "try"))
                        .select("[role=alert]")
                        .text())
                .contains("There is no message");
        assertThat(Visitor.page(admin.submit(page, "/try", "what", "try", "text", "PID|1"))
                        .select("[role=alert]")
                        .text())
                .contains("no HL7 message");
        assertThat(Visitor.page(admin.submit(page, "/try", "what", "open", "file", "../pom.xml"))
                        .select("[role=alert]")
                        .text())
                .contains("no file to be changed here");
        assertThat(admin.get("/try?message=999999999").statusCode()).isEqualTo(404);
        assertThat(Visitor.page(admin.submit(page, "/try", "what", "traffic"))
                        .select("[role=alert]")
                        .text())
                .contains("Change a file first");
    }

    @Test
    void aViewerSeesNeitherCodesNorPatients() {
        Visitor vera = Visitor.signedIn(address, "vera", "vera-secret");

        for (String path : List.of(
                "/codes",
                "/codes/remap",
                "/why/Patient/x",
                "/patients",
                "/patients/p1",
                "/api/patients?q=x",
                "/alerts")) {
            assertThat(vera.get(path).statusCode()).as(path).isEqualTo(403);
        }
        Visitor otto = Visitor.signedIn(address, "otto", "otto-secret");
        assertThat(otto.get("/codes").statusCode()).isEqualTo(200);
        assertThat(otto.post("/codes/map", Map.of("_csrf", Visitor.token(otto.visit("/codes"))))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void aCodeIsProposedApprovedByAnotherAndWhatIsStoredGetsTheTranslationWithProvenanceAndNoAlert() throws Exception {
        byte[] bytes = new String(Messages.adtA01().withControlId("CODE-1").bytes(), StandardCharsets.UTF_8)
                .replaceFirst("(PV1(?:\\|[^|\r]*){9}\\|)[^|\r]*", "$1ZZQ^Potassium ward")
                .getBytes(StandardCharsets.UTF_8);
        long id = ConsoleEngine.record(
                engine,
                new WireMessage(
                        bytes,
                        new FeedName("adt"),
                        "10.0.0.7",
                        Clock.systemUTC().instant()));
        InMemoryFhirStore store = engine.getBean(InMemoryFhirStore.class);
        String encounter = store(engine, id, bytes, store);
        assertThat(serviceType(store, encounter)).hasSize(1);
        engine.getBean(UnmappedCodes.class)
                .saw(List.of(new UnmappedSighting(
                        new MessageId(id),
                        new FeedName("adt"),
                        "EHR|HOSP",
                        Clock.systemUTC().instant(),
                        "HospitalService",
                        "ZZQ",
                        "Potassium <b>ward",
                        "")));
        Visitor admin = admin();

        Document list = admin.visit("/codes?table=hospitalservice");
        assertThat(list.select("tbody tr")).hasSize(1).allSatisfy(row -> {
            assertThat(row.select("th").text()).contains("ZZQ").contains("Potassium <b>ward");
            assertThat(row.select("a[href=/messages/" + id + "]")).hasSize(1);
        });
        Document one = admin.visit(list.select("a:contains(Map)").attr("href"));
        assertThat(one.select("input[name=pick]").get(0).val()).contains("S1001-1");
        HttpResponse<String> silent = admin.submit(one, "/codes/map", "pick", "");
        assertThat(Visitor.page(silent).select("[role=alert]").text()).contains("Choose one of the candidates");
        HttpResponse<String> proposed = admin.submit(
                one,
                "/codes/map",
                "pick",
                one.select("input[name=pick]").get(0).val(),
                "past",
                "true",
                "comment",
                "asked");

        assertThat(admin.location(proposed)).isEqualTo("/codes?said=proposed");
        Document waiting = admin.visit("/codes");
        assertThat(waiting.select("#waiting-title").text()).contains("(1)");
        assertThat(waiting.select("form[action$=/approve]")).isEmpty();
        String number = waiting.select("form[action$=/decline]").attr("action").replaceAll("\\D", "");
        HttpResponse<String> own = admin.post(
                "/codes/proposals/" + number + "/approve", Map.of("_csrf", Visitor.token(waiting), "once", "own"));
        assertThat(own.statusCode()).isEqualTo(409);
        assertThat(Visitor.page(own).text()).contains("another person approves it");
        assertThat(serviceType(store, encounter)).hasSize(1);
        Visitor ada = Visitor.signedIn(address, "ada", "ada-secret");
        HttpResponse<String> approved = ada.submit(ada.visit("/codes"), "/codes/proposals/" + number + "/approve");

        assertThat(ada.location(approved)).isEqualTo("/codes?said=approved");
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        engine.getBean(CodeRemap.class).report().orElseThrow().endedAt() != null);
        assertThat(serviceType(store, encounter)).extracting(Coding::getCode).containsExactly("S1001-1", "ZZQ");
        assertThat(store.all().values())
                .filteredOn(each -> each instanceof Provenance provenance
                        && provenance.getTargetFirstRep().getReference().equals(encounter))
                .singleElement()
                .satisfies(each -> {
                    Provenance provenance = (Provenance) each;
                    assertThat(provenance.getTargetFirstRep().getReference()).isEqualTo(encounter);
                    assertThat(provenance.getAgentFirstRep().getWho().getDisplay())
                            .isEqualTo("admin, approved by ada");
                });
        assertThat(engine.getBean(AlertLedger.class).search(AlertSearch.ofMessage(id, 10)))
                .isEmpty();
        assertThat(ada.visit("/codes").select("#remap [role=status]").text())
                .contains("1 stored resources got the translation");
        assertThat(ada.visit("/codes?table=hospitalservice&resolved=true")
                        .select("tbody .pill")
                        .text())
                .isEqualTo("has a line");
        int versions = store.versionsOf(encounter);
        engine.getBean(CodeRemap.class)
                .begin(
                        new NewCode(
                                "adt",
                                "HospitalService",
                                "ZZQ",
                                "",
                                "",
                                "S1001-1",
                                "",
                                "urn:tributary:sample-codes",
                                "",
                                "",
                                ""),
                        "ada");
        await().atMost(Duration.ofSeconds(60))
                .until(() ->
                        engine.getBean(CodeRemap.class).report().orElseThrow().endedAt() != null);
        assertThat(store.versionsOf(encounter)).isEqualTo(versions);
    }

    private static List<Coding> serviceType(InMemoryFhirStore store, String encounter) {
        return ((Encounter) Objects.requireNonNull(store.all().get(encounter)))
                .getServiceType()
                .getCoding();
    }

    // the engine of this test writes no resources of its own
    private static String store(ConfigurableApplicationContext engine, long id, byte[] bytes, InMemoryFhirStore store) {
        Hl7Message message = Hl7Reader.read(bytes, StandardCharsets.UTF_8);
        FeedProfile profile = new FeedProfile(
                new FeedName("adt"), ZoneOffset.UTC, List.of(), List.of("adt"), FeedProfile.NAMESPACE, "");
        List<ResourceChange> writes = engine
                .getBean(LiveMappings.class)
                .library()
                .plan(message.header(), profile)
                .apply(message, profile)
                .drafts()
                .stream()
                .filter(Draft::record)
                .map(draft -> new ResourceChange(null, draft.resource()))
                .toList();
        store.commit(new StoreTransaction(new MessageId(id), writes));
        return writes.stream()
                .map(write -> write.after().fhirType() + "/" + write.after().getIdPart())
                .filter(each -> each.startsWith("Encounter/"))
                .findFirst()
                .orElseThrow();
    }

    /** Writes what an admission says into the record and gives the patient its number. */
    static Patient person(ConfigurableApplicationContext engine, long id) {
        byte[] bytes = Messages.adtA01().bytes();
        InMemoryFhirStore store = engine.getBean(InMemoryFhirStore.class);
        store(engine, id, bytes, store);
        Patient patient = (Patient) store.all().values().stream()
                .filter(Patient.class::isInstance)
                .findFirst()
                .orElseThrow();
        JdbcClient sql = JdbcClient.create(engine.getBean(DataSource.class));
        sql.sql("insert into tributary.patient (id, created_at) values (?, now())")
                .param(patient.getIdPart())
                .update();
        sql.sql("insert into tributary.patient_identifier (system, value, patient_id) values ('urn:x', 'MRN10042', ?)")
                .param(patient.getIdPart())
                .update();
        sql.sql("insert into tributary.identity_event (kind, patient_id, system, value, message_id, at)"
                        + " values ('IDENTIFIED', ?, 'urn:x', 'MRN10042', ?, now())")
                .params(patient.getIdPart(), id)
                .update();
        return patient;
    }

    @Test
    void aPatientIsFoundByNumberAndNameAndTheTimelineLeadsToMessages() {
        long id = receive(Messages.adtA01().withControlId("PATIENT-1"));
        Patient patient = person(engine, id);
        Visitor otto = Visitor.signedIn(address, "otto", "otto-secret");

        String found = otto.visit("/patients?q=MRN10042").select("tbody th a").attr("href");
        assertThat(found).isEqualTo("/patients/" + patient.getIdPart());
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(
                        otto.visit("/patients?q=larkspur+imogen").select("tbody th a[href=" + found + "]"))
                .hasSize(1));
        assertThat(otto.visit("/patients?q=nobody-has-this").select(".empty").text())
                .contains("Nobody fits");
        Document page = otto.visit(found);
        assertThat(page.select("h1").text()).contains("Larkspur");
        assertThat(page.select("dl").text()).contains("MRN10042");
        assertThat(page.select(".timeline .pill").eachText()).contains("encounter", "identity");
        assertThat(page.select(".timeline li.encounter").text()).contains("4W").contains("message");
        assertThat(page.select(".timeline a[href=/messages/" + id + "]")).isNotEmpty();
        assertThat(otto.get("/patients/nobody").statusCode()).isEqualTo(404);
        Document why = otto.visit("/why/Patient/" + patient.getIdPart());
        assertThat(why.select("a[href=/messages/" + id + "]")).isNotEmpty();
        assertThat(why.select("tbody tr")).anySatisfy(row -> {
            assertThat(row.select("th").text()).isEqualTo("gender");
            assertThat(row.select("[data-label=Fields]").text()).contains("PID-8");
            assertThat(row.select("[data-label=By]").text()).contains("PID[Patient]/PID-8/gender");
        });
        Document rule = otto.visit(
                why.select("#rules-title ~ ul li:contains(PID-8/gender) a").attr("href"));
        assertThat(rule.select("tbody th a").eachAttr("href")).contains("/messages/" + id);
        assertThat(otto.visit("/why/Patient/" + patient.getIdPart() + "/_history/7")
                        .select(".said")
                        .text())
                .contains("Version 7 was asked for");
        assertThat(otto.get("/why/Patient/nobody").statusCode()).isEqualTo(404);
        assertThat(otto.get("/why?row=none&feed=adt&type=ADT%5EA01").statusCode())
                .isEqualTo(404);
        assertThat(otto.get("/api/patients/" + patient.getIdPart() + "/timeline")
                        .body())
                .contains("encounter");
    }

    @Test
    void aConflictOfIdentityWaitsOnThePageUntilAPersonResolvesIt() {
        long id = receive(Messages.adtA01().withControlId("HOLD-CONFLICT"));
        Visitor otto = Visitor.signedIn(address, "otto", "otto-secret");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(otto.visit("/patients").select("article a[href=/messages/" + id + "]"))
                        .hasSize(1));

        Document page = otto.visit("/patients");
        assertThat(page.select("article:has(a[href=/messages/" + id + "])").text())
                .contains("two identifiers belong to two patients")
                .contains("MRN10042");
        HttpResponse<String> released = otto.submit(page, "/messages/" + id + "/release");

        assertThat(otto.location(released)).isEqualTo("/messages/" + id + "?said=release");
        await().atMost(Duration.ofSeconds(60))
                .untilAsserted(() -> assertThat(otto.visit("/patients").select("article a[href=/messages/" + id + "]"))
                        .isEmpty());
    }

    @Test
    void theBoardShowsHowSoonAlertsWereAnswered() {
        long id = receive(Messages.adtA01().withControlId("CHART-1"));
        ConsoleEngine.openAlert(engine, "CHART-1", id, "Potassium 7.1");
        Visitor otto = Visitor.signedIn(address, "otto", "otto-secret");

        Document board = otto.visit("/alerts");

        assertThat(board.select("figure svg[role=img]").attr("aria-label")).contains("critical-result, last 13 weeks");
        assertThat(board.select("figure details li")).hasSize(13);
        assertThat(board.select("[style]")).isEmpty();
    }

    @Test
    void aSearchIsKeptUnderANameForThisPersonOnlyAndForgotten() {
        Visitor otto = Visitor.signedIn(address, "otto", "otto-secret");
        Document asked = otto.visit("/messages?state=held&type=ADT");

        HttpResponse<String> kept = otto.submit(asked, "/messages/searches", "name", "Held <admissions>");
        assertThat(otto.location(kept)).isEqualTo("/messages?state=held&type=ADT&");
        Document page = otto.visit("/messages");
        assertThat(page.select(".saved a").text()).isEqualTo("Held <admissions>");
        assertThat(otto.visit(page.select(".saved a").attr("href"))
                        .select("input[name=type]")
                        .val())
                .isEqualTo("ADT");
        assertThat(admin().visit("/messages").select(".saved a")).isEmpty();
        HttpResponse<String> nameless = otto.submit(asked, "/messages/searches", "name", " ");
        assertThat(nameless.statusCode()).isEqualTo(400);
        otto.submit(page, page.select(".saved form").attr("action"));
        assertThat(otto.visit("/messages").select(".saved a")).isEmpty();
    }

    @Test
    void aPersonSaysThatTwoPatientsAreOneAndTheMergeGoesThroughTheJournalBeforeTheMessage() {
        byte[] bytes = new String(Messages.adtA01().withControlId("HOLD-MERGE").bytes(), StandardCharsets.UTF_8)
                .replace("MRN10042", "MRN-LEFT")
                .replace("999-00-4242^^^SSA^SS", "PI-RIGHT^^^OTHERHOUSE^PI")
                .getBytes(StandardCharsets.UTF_8);
        gives("left", "WILLOWBROOK", "MRN-LEFT");
        gives("right", "OTHERHOUSE", "PI-RIGHT");
        long id = ConsoleEngine.record(
                engine,
                new WireMessage(
                        bytes,
                        new FeedName("adt"),
                        "10.0.0.7",
                        Clock.systemUTC().instant()));
        Visitor otto = Visitor.signedIn(address, "otto", "otto-secret");
        String merge = "/patients/conflicts/" + id + "/merge";
        await().atMost(Duration.ofSeconds(60)).until(() -> !otto.visit("/patients")
                .select("form[action=" + merge + "]")
                .isEmpty());
        Document page = otto.visit("/patients");

        assertThat(page.select("form[action=" + merge + "] input[name=survivor]")
                        .eachAttr("value"))
                .containsExactly("left", "right");
        HttpResponse<String> silent = otto.submit(page, merge, "survivor", "");
        assertThat(Visitor.page(silent).select("[role=alert]").text()).contains("Choose which of the patients stays");
        IdentityConflicts unheard = new IdentityConflicts(
                engine.getBean(PatientReader.class),
                engine.getBean(MessageSearch.class),
                new SilentJournal(),
                engine.getBean(MessageActions.class),
                engine.getBean(FeedRegistry.class),
                engine.getBean(MergeMessages.class));
        assertThatThrownBy(() -> unheard.merge(id, "left", "otto"))
                .isInstanceOf(NotPossibleException.class)
                .hasMessageContaining("not known yet");
        HttpResponse<String> merged = otto.submit(page, merge, "survivor", "left");
        HttpResponse<String> twice = otto.submit(page, merge, "survivor", "left");

        assertThat(otto.location(merged)).isEqualTo("/patients?said=merged");
        assertThat(otto.location(twice)).isEqualTo("/patients?said=twice");
        MessageSearch search = engine.getBean(MessageSearch.class);
        MessageSummary a40 = search.find(MessageQuery.NEWEST.withControlId("MERGE-" + id + "-1"))
                .get(0);
        assertThat(a40.type()).isEqualTo("ADT^A40");
        assertThat(new String(search.read(a40.id()).orElseThrow().bytes(), StandardCharsets.UTF_8))
                .contains("\rPID|1||MRN-LEFT^^^WILLOWBROOK^MR\rMRG|PI-RIGHT^^^OTHERHOUSE^PI\r");
        await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(
                        search.read(new MessageId(id)).orElseThrow().summary().state())
                .isEqualTo(MessageState.PROCESSED));
        assertThat(search.read(new MessageId(id)).orElseThrow().timeline())
                .anySatisfy(event -> assertThat(event.who()).isEqualTo("otto"));
    }

    // as an earlier message would have done it
    private static void gives(String patient, String authority, String value) {
        JdbcClient sql = JdbcClient.create(engine.getBean(DataSource.class));
        sql.sql("insert into tributary.patient (id, created_at) values (?, now())")
                .param(patient)
                .update();
        sql.sql("insert into tributary.patient_identifier (system, value, patient_id) values (?, ?, ?)")
                .params("urn:tributary:authority:" + authority, value, patient)
                .update();
    }

    private static Document conflictOf(Visitor visitor, long id) {
        await().atMost(Duration.ofSeconds(60)).until(() -> !visitor.visit("/patients")
                .select("article a[href=/messages/" + id + "]")
                .isEmpty());
        return visitor.visit("/patients");
    }

    @Test
    void theSameValueUnderAnotherAuthorityIsNeitherShownNorMerged() {
        gives("p1", "AHOUSE", "SAME-123");
        gives("p2", "BHOUSE", "SAME-123");
        gives("p3", "CHOUSE", "OTHER-55");
        long id =
                receive(Messages.adtA01().withControlId("HOLD-VALUE").withPid3("SAME-123^^^AHOUSE~OTHER-55^^^CHOUSE"));
        Visitor otto = Visitor.signedIn(address, "otto", "otto-secret");
        Document page = conflictOf(otto, id);
        String merge = "/patients/conflicts/" + id + "/merge";

        assertThat(page.select("form[action=" + merge + "] input[name=survivor]")
                        .eachAttr("value"))
                .containsExactly("p1", "p3");
        assertThat(page.select("article:has(a[href=/messages/" + id + "]) a[href=/patients/p2]"))
                .isEmpty();
        assertThat(otto.submit(page, merge, "survivor", "p2").statusCode()).isEqualTo(400);
        MessageSearch search = engine.getBean(MessageSearch.class);
        assertThat(search.find(MessageQuery.NEWEST.withControlId("MERGE-" + id + "-1")))
                .isEmpty();
        HttpResponse<String> merged = otto.submit(otto.visit("/patients"), merge, "survivor", "p3");

        assertThat(otto.location(merged)).isEqualTo("/patients?said=merged");
        MessageSummary a40 = search.find(MessageQuery.NEWEST.withControlId("MERGE-" + id + "-1"))
                .get(0);
        assertThat(new String(search.read(a40.id()).orElseThrow().bytes(), StandardCharsets.UTF_8))
                .contains("\rPID|1||OTHER-55^^^CHOUSE\rMRG|SAME-123^^^AHOUSE\r");
    }

    @Test
    void noMergeIsOfferedForAMessageThatNamesTwoPersons() {
        gives("one", "WILLOWBROOK", "TWO-1");
        gives("two", "OTHERHOUSE", "TWO-2");
        Visitor otto = Visitor.signedIn(address, "otto", "otto-secret");
        for (MessageDraft message : List.of(
                Messages.adtA40()
                        .with("MSH-9", "ADT^A43^ADT_A43")
                        .with("MRG-1", "TWO-2^^^OTHERHOUSE^PI")
                        .withPid3("TWO-1^^^WILLOWBROOK^MR")
                        .withControlId("HOLD-MRG-A43"),
                Messages.adtA01()
                        .withPid3("TWO-1^^^WILLOWBROOK^MR")
                        .withControlId("HOLD-TWO-PID")
                        .plus("PID|2||TWO-2^^^OTHERHOUSE^PI"),
                Messages.adtA01()
                        .withPid3("TWO-1^^^WILLOWBROOK^MR~TWO-2^^^OTHERHOUSE^PI")
                        .withControlId("HOLD-MRG-3"))) {
            long id = receive(message);
            Document page = conflictOf(otto, id);
            String merge = "/patients/conflicts/" + id + "/merge";

            assertThat(page.select("form[action=" + merge + "]")).isEmpty();
            HttpResponse<String> forced =
                    otto.post(merge, Map.of("_csrf", Visitor.token(page), "once", "two-" + id, "survivor", "one"));
            assertThat(forced.statusCode()).isEqualTo(409);
            assertThat(Visitor.page(forced).text()).contains("more than one person");
        }
    }

    @Test
    void aLineApprovedWhileStoredResourcesAreBroughtUpToDateIsInForceAndKeepsItsDays() {
        CountDownLatch go = new CountDownLatch(1);
        ReceivedMessages slow = new ReceivedMessages() {
            @Override
            public long count(@Nullable FeedName feed, Instant from, Instant to) {
                try {
                    go.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                return 0;
            }

            @Override
            public void walk(
                    @Nullable FeedName feed, Instant from, Instant to, BiPredicate<MessageId, WireMessage> visitor) {}
        };
        NewCode code = new NewCode(
                "adt",
                "HospitalService",
                "ZZB",
                "",
                "",
                "S1001-1",
                "",
                "urn:tributary:sample-codes",
                "",
                "2026-01-01",
                "2099-12-31");
        CodeProposals proposals = engine.getBean(CodeProposals.class);
        try (CodeRemap busy = new CodeRemap(
                slow,
                engine.getBean(FeedRegistry.class),
                engine.getBean(LiveMappings.class),
                engine.getBean(InMemoryFhirStore.class),
                TransactionOperations.withoutTransaction(),
                Clock.systemUTC())) {
            CodeDesk desk = new CodeDesk(
                    engine.getBean(UnmappedCodes.class),
                    engine.getBean(AddedCodes.class),
                    proposals,
                    engine.getBean(CandidateCodes.class),
                    busy,
                    engine.getBean(CodeSettings.class),
                    engine.getBean(FeedRegistry.class),
                    engine.getBean(MessageSearch.class));
            assertThat(busy.begin(code, "somebody")).isTrue();
            long proposal = desk.map(code, true, "admin").proposal();
            assertThat(proposals.open(proposal).orElseThrow().code()).isEqualTo(code);
            assertThat(admin().visit("/codes").text()).contains("from 2026-01-01 until 2099-12-31");

            CodeDesk.Done done = desk.approve(proposal, "ada");

            assertThat(done.behind()).isTrue();
            assertThat(proposals.open(proposal)).isEmpty();
            assertThat(engine.getBean(AddedCodes.class).all())
                    .anySatisfy(line -> assertThat(line.code()).isEqualTo("ZZB"));
            assertThat(Said.words("behind")).contains("in force").contains("not brought up to date yet");
            go.countDown();
        }
    }

    @Test
    void aSecondPersonIsNotGoneAroundByAFileNorByAFolderThatLeadsElsewhere() throws Exception {
        Browser program = new Browser(address);
        String who = Browser.basic("admin", "admin-secret");
        JsonNode file = new ObjectMapper()
                .readTree(program.program("GET", "/api/try/files?path=codes/hospital-service.csv", who, "")
                        .body());
        String change = new ObjectMapper()
                .writeValueAsString(Map.of(
                        "file",
                        "codes/hospital-service.csv",
                        "content",
                        file.get("text").asText() + "# changed alone\n",
                        "opened",
                        file.get("fingerprint").asText(),
                        "why",
                        "in a hurry"));

        HttpResponse<String> alone = program.program("PUT", "/api/try/files", who, change);
        HttpResponse<String> elsewhere = program.program(
                "DELETE", "/api/codes/added?folder=..%2F..%2Fmappings%2Fcodes&table=HospitalService&code=MED", who, "");

        assertThat(alone.statusCode()).isEqualTo(409);
        assertThat(alone.body()).contains("second person");
        assertThat(engine.getBean(LiveMappings.class).files().read("codes/hospital-service.csv"))
                .doesNotContain("changed alone");
        assertThat(elsewhere.statusCode()).isEqualTo(400);
        assertThat(elsewhere.body()).contains("as the feed's code-tables name it");
    }
}
