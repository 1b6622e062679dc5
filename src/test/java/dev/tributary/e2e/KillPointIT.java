package dev.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.base.KillPoint;
import dev.tributary.kit.EngineProcess;
import dev.tributary.kit.Inbox;
import dev.tributary.kit.MllpPeer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * An engine that dies between two steps, and the sender sends again: record, alerts and journal are as if nothing had
 * happened. Takes minutes: by {@code -Pnightly}, or with {@code -Dkill.points=STORED,SENT} or {@code all}.
 */
@EnabledIfSystemProperty(named = "kill.points", matches = ".+")
class KillPointIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofMinutes(3);
    private static final String RUN = "KP";

    static Stream<String> points() {
        String points = System.getProperty("kill.points", "all");
        return points.equals("all")
                ? Arrays.stream(KillPoint.values()).map(Enum::name)
                : Arrays.stream(points.split(","));
    }

    @ParameterizedTest
    @MethodSource("points")
    void afterADeathAndARedeliveryAllIsAsIfNothingHadHappened(String point, @TempDir Path folder) throws IOException {
        try (Inbox pager = new Inbox();
                EngineProcess engine = new EngineProcess(folder).set("tributary.subscribers.pager.url", pager.url())) {
            engine.startAndDieAt(point, () -> send(engine));
            engine.start();

            send(engine);
            await("the message has ended")
                    .atMost(SOON)
                    .until(() -> feed(engine).path("processed").asInt() == 1
                            && feed(engine).path("queued").asInt() == 0);
            await("the alert has arrived").atMost(SOON).until(() -> !ids(pager).isEmpty());

            JsonNode feed = feed(engine);
            assertThat(feed.path("failed").asInt() + feed.path("held").asInt()).isZero();
            assertThat(feed.path("processed").asInt()
                            + feed.at("/reasons/filtered/duplicate").asInt())
                    .as("every further arrival is a duplicate")
                    .isEqualTo(feed.path("received").asInt());
            for (String type : List.of("Patient", "Encounter", "Coverage", "RelatedPerson")) {
                assertThat(versions(engine, type)).as(type).containsExactly("1");
            }
            assertThat(ids(pager)).as("one alert, however often it was carried").hasSize(1);
        }
    }

    @Test
    void anEngineThatIsNotUnderTestRefusesTheHook(@TempDir Path folder) throws IOException, InterruptedException {
        ProcessBuilder start = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-D" + KillPoint.PROPERTY + "=STORED",
                        "-jar",
                        Path.of("target", "tributary.jar").toAbsolutePath().toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("out.txt").toFile());
        start.environment().remove(KillPoint.UNDER_TEST);
        Process engine = start.start();
        try {
            assertThat(engine.waitFor(4, TimeUnit.MINUTES)).isTrue();
            assertThat(engine.exitValue()).isEqualTo(1);
            assertThat(Files.readString(folder.resolve("out.txt"))).contains("would kill itself at STORED");
        } finally {
            engine.destroyForcibly();
        }
    }

    private static void send(EngineProcess engine) {
        try (MllpPeer sender = MllpPeer.connect(engine.mllpPort())) {
            sender.send(Traffic.admission(RUN, 1));
        } catch (UncheckedIOException notUpOrDead) {
            // tried again, as senders do
        }
    }

    private static List<String> versions(EngineProcess engine, String type) throws IOException {
        List<String> versions = new ArrayList<>();
        JSON.readTree(engine.get("/fhir/" + type + "?_count=50").body())
                .path("entry")
                .forEach(entry ->
                        versions.add(entry.at("/resource/meta/versionId").asText()));
        return versions;
    }

    private static Set<String> ids(Inbox pager) throws IOException {
        Set<String> ids = new TreeSet<>();
        for (String body : pager.bodies()) {
            ids.add(JSON.readTree(body).path("id").asText());
        }
        return ids;
    }

    private static JsonNode feed(EngineProcess engine) throws IOException {
        return JSON.readTree(engine.get("/api/feeds/default").body());
    }
}
