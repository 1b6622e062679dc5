package dev.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.kit.EngineProcess;
import dev.tributary.kit.MllpPeer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** One engine whose mapping set changes while messages come in. */
@TestMethodOrder(MethodOrderer.MethodName.class)
class MappingsIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int OLD_PORT = EngineProcess.freePort();

    @TempDir
    static Path folder;

    private static EngineProcess engine;

    @BeforeAll
    static void start() throws IOException {
        copy(Path.of("mappings"), folder.resolve("mappings"));
        engine = new EngineProcess(folder)
                .set("tributary.mappings.watch", "300ms")
                .set("tributary.feeds.old.port", Integer.toString(OLD_PORT))
                .set("tributary.feeds.old.preprocess[0]", "move-field PID-2 PID-3")
                .set("tributary.feeds.old.preprocess[1]", "strip-leading-zeros PID-3")
                .set("tributary.feeds.old.assigning-authority", "OLDHOUSE")
                .set("tributary.users.olga.password", "olga-operates")
                .set("tributary.users.olga.role", "operator")
                .start();
    }

    @AfterAll
    static void stop() {
        engine.close();
    }

    @Test
    void a1SenderQuirksAreMendedOnACopy() {
        byte[] sent = adt("Q-1", "PID|1|0000771|||Tamsin^Wren||19700101|F");
        try (MllpPeer old = MllpPeer.connect(OLD_PORT)) {
            assertThat(MllpPeer.msa1(old.send(sent))).isEqualTo("AA");
        }

        JsonNode patient = await().atMost(SOON)
                .until(() -> only("/fhir/Patient?identifier=urn:tributary:authority:OLDHOUSE%7C771"), p -> p != null);

        assertThat(patient.at("/identifier/0/value").asText()).isEqualTo("771");
        assertThat(engine.get("/api/messages/" + message("Q-1").get("id").asLong() + "/bytes")
                        .body())
                .isEqualTo(new String(sent, StandardCharsets.UTF_8));
    }

    @Test
    void b1AChangeIsInForceFromTheNextMessageOnAndTheJournalNamesTheVersion() throws IOException {
        send(adt("R-1", "PID|1||R1^^^NORTH^MR||Tamsin^Wren||19700101|F||||||||||||||||||blue"));
        JsonNode before = processed("R-1");
        Path table = folder.resolve("mappings/segments/pid-patient.yaml");
        Files.writeString(
                table,
                Files.readString(table)
                        .replaceFirst(
                                "(?m)^rows:\n", "rows:\n  - {from: PID-5.1, to: \"name[77].text\", id: PID-5/test}\n"));
        await().atMost(SOON)
                .until(() -> !version().equals(before.get("mappingVersion").asText()));

        send(adt("R-2", "PID|1||R2^^^NORTH^MR||Tamsin^Wren||19700101|F"));

        assertThat(processed("R-2").get("mappingVersion").asText()).isEqualTo(version());
        JsonNode patient = only("/fhir/Patient?identifier=R2");
        assertThat(patient.get("name").toString()).contains("\"text\":\"Tamsin\"");
    }

    @Test
    void b2ABadSetIsRefusedAndTheOldOneWorksOn() throws IOException {
        String before = version();
        Path table = folder.resolve("mappings/segments/pid-patient.yaml");
        String good = Files.readString(table);
        Files.writeString(table, good.replaceFirst("to: birthDate}", "to: birthDay}"));
        await().atMost(SOON)
                .until(() -> json("/api/mappings").get("status").asText().equals("refused"));

        JsonNode state = json("/api/mappings");
        assertThat(state.get("version").asText()).isEqualTo(before);
        assertThat(state.at("/problems/0/file").asText()).isEqualTo("mappings/segments/pid-patient.yaml");
        assertThat(state.at("/problems/0/line").asInt()).isPositive();
        assertThat(state.at("/problems/0/what").asText()).contains("birthDay");
        assertThat(engine.get("/actuator/health").body())
                .contains("\"mappings\":{\"status\":\"DEGRADED\"")
                .contains("birthDay");
        assertThat(engine.get("/actuator/prometheus").body()).contains("tributary_mappings_refused 1.0");
        assertThat(engine.output()).contains("mappings/segments/pid-patient.yaml:");
        assertThat(engine.post("/api/mappings/reload", "application/json", new byte[0])
                        .statusCode())
                .isEqualTo(422);
        send(adt("R-3", "PID|1||R3^^^NORTH^MR||Tamsin^Wren||19700101|F"));
        assertThat(processed("R-3").get("mappingVersion").asText()).isEqualTo(before);

        Files.writeString(table, good);
        assertThat(engine.post("/api/mappings/reload", "application/json", new byte[0])
                        .statusCode())
                .isEqualTo(200);
        assertThat(json("/api/mappings").get("status").asText()).isEqualTo("loaded");
        assertThat(version()).isEqualTo(before);
    }

    @Test
    void c1AnUnmappedCodeIsAWorkItemAndALineForItHoldsFromTheNextMessageOn() {
        send(adt("U-1", "PID|1||U1^^^NORTH^MR||Tamsin^Wren||19700101|W"));
        long example = processed("U-1").get("id").asLong();
        JsonNode item =
                json("/api/codes/unmapped?feed=default&table=AdministrativeSex").at("/codes/0");
        assertThat(item.get("code").asText()).isEqualTo("W");
        assertThat(item.get("sender").asText()).isEqualTo("EHR|NORTH");
        assertThat(item.get("count").asInt()).isEqualTo(1);
        assertThat(item.at("/examples/0").asLong()).isEqualTo(example);
        assertThat(engine.get("/api/codes/unmapped?format=csv").body())
                .startsWith("feed,sender,table,code,")
                .contains("default,EHR|NORTH,AdministrativeSex,W,");
        byte[] line = """
                {"feed": "default", "table": "AdministrativeSex", "code": "W", "text": "woman", "targetCode": "female"}
                """.getBytes(StandardCharsets.UTF_8);
        HttpResponse<String> forbidden = engine.exchange(
                HttpRequest.newBuilder(engine.uri("/api/codes"))
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofByteArray(line)),
                "olga",
                "olga-operates");
        assertThat(forbidden.statusCode()).isEqualTo(403);

        HttpResponse<String> added = engine.post("/api/codes", "application/json", line);

        assertThat(added.statusCode()).as(added.body()).isEqualTo(201);
        assertThat(parse(added.body()).get("settled").asInt()).isEqualTo(1);
        assertThat(json("/api/codes/unmapped?table=AdministrativeSex").get("codes"))
                .isEmpty();
        assertThat(engine.get("/api/codes/added").body()).contains("by admin");
        assertThat(folder.resolve("config/codes/default/administrative-sex.csv"))
                .content()
                .contains("W,woman,,female");
        send(adt("U-2", "PID|1||U2^^^NORTH^MR||Tamsin^Wren||19700101|W"));
        assertThat(processed("U-2").get("mappingVersion").asText()).isEqualTo(version());
        JsonNode patient = only("/fhir/Patient?identifier=U2");
        assertThat(patient.get("gender").asText()).isEqualTo("female");
        assertThat(patient.get("_gender").toString())
                .as("the original stays beside it")
                .contains("\"W\"");
    }

    @Test
    void c2ALineThatIsWrongIsToldAndNotKept() {
        String before = version();

        assertThat(engine.post(
                                "/api/codes",
                                "application/json",
                                "{\"feed\":\"default\",\"table\":\"AdministrativSex\",\"code\":\"V\"}"
                                        .getBytes(StandardCharsets.UTF_8))
                        .body())
                .contains("did you mean administrative-sex");
        assertThat(engine.post(
                                "/api/codes",
                                "application/json",
                                "{\"feed\":\"default\",\"table\":\"AdministrativeSex\",\"code\":\"V\",\"validFrom\":\"soon\"}"
                                        .getBytes(StandardCharsets.UTF_8))
                        .statusCode())
                .isEqualTo(422);
        assertThat(engine.get("/api/codes/added").body()).doesNotContain("\"V\"");
        assertThat(engine.post("/api/mappings/reload", "application/json", new byte[0])
                        .statusCode())
                .isEqualTo(200);
        assertThat(version()).isEqualTo(before);
    }

    private static byte[] adt(String controlId, String pid) {
        return Traffic.message(
                "MSH|^~\\&|EHR|NORTH|TRIBUTARY|HUB|20260301080000+0100||ADT^A08^ADT_A01|" + controlId + "|P|2.5.1",
                "EVN|A08|20260301080000+0100",
                pid);
    }

    private static void send(byte[] message) {
        try (MllpPeer ehr = MllpPeer.connect(engine.mllpPort())) {
            assertThat(MllpPeer.msa1(ehr.send(message))).isEqualTo("AA");
        }
    }

    private static JsonNode message(String controlId) {
        return json("/api/messages?controlId=" + controlId).at("/messages/0");
    }

    private static JsonNode processed(String controlId) {
        return await().atMost(SOON).until(() -> message(controlId), found -> found.path("state")
                .asText()
                .equals("processed"));
    }

    private static String version() {
        return json("/api/mappings").get("version").asText();
    }

    private static JsonNode only(String path) {
        JsonNode bundle = json(path);
        return bundle.path("total").asInt() == 1 ? bundle.at("/entry/0/resource") : null;
    }

    private static JsonNode json(String path) {
        return parse(engine.get(path).body());
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }
}
