package dev.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.kit.EngineProcess;
import dev.tributary.kit.MllpPeer;
import dev.tributary.kit.Receiver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * One fact, one alert, wherever the engine dies on its way, whichever feed tells it, however often it is told, replayed or
 * sent again; what a subscriber may have had already comes to it under the same id and says so. Five starts of the engine
 * are too many for every build: {@code mvn verify -Dalert.kills=yes -Dit.test=AlertKillIT}.
 */
@EnabledIfSystemProperty(named = "alert.kills", matches = "yes")
class AlertKillIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SOON = Duration.ofMinutes(2);
    private static final String RUN = "A";
    private static final List<String> POINTS = List.of("ALERTED", "COMMITTED", "SENT", "DELIVERED");

    @TempDir
    Path folder;

    @Test
    void oneAlertForEachFactAndNoneLostWhereverTheEngineDies() throws IOException {
        int copyPort = EngineProcess.freePort();
        try (Receiver pager = new Receiver();
                EngineProcess engine = new EngineProcess(folder)
                        .set("tributary.subscribers.pager.url", pager.url())
                        .set("tributary.subscribers.pager.rules", "admission,critical-result,feed-silence")
                        .set("tributary.subscribers.pager.retry-max", "2s")
                        .set("tributary.feeds.copy.port", Integer.toString(copyPort))
                        // at every look in every life of the engine the feed is too quiet: that is told once
                        .set("tributary.health.every", "1s")
                        .set("tributary.health.silence.copy", "0s")) {
            for (int i = 0; i < POINTS.size(); i++) {
                int fact = i + 1;
                engine.startAndDieAt(POINTS.get(i), () -> tell(engine.mllpPort(), fact, RUN));
            }
            engine.start();
            for (int fact = 1; fact <= POINTS.size(); fact++) {
                // what was not accepted before is now; what was is a retransmit; and a second feed has seen it too
                assertThat(tell(engine.mllpPort(), fact, RUN)).isTrue();
                assertThat(tell(copyPort, fact, "COPY")).isTrue();
            }
            awaitIdle(engine);
            for (JsonNode message : json(engine, "/api/messages?feed=default&state=processed&limit=100")) {
                assertThat(engine.post(
                                        "/api/messages/" + message.get("id").asLong() + "/replay",
                                        "application/json",
                                        new byte[0])
                                .statusCode())
                        .isEqualTo(200);
            }
            awaitIdle(engine);

            // an admission and a potassium for each number, and the silence
            int facts = 2 * POINTS.size() + 1;
            await("all are delivered").atMost(SOON).until(() -> ids(pager).size() >= facts);
            await("nothing waits")
                    .atMost(SOON)
                    .until(() ->
                            json(engine, "/api/subscribers/pager").get("depth").asInt() == 0);
            assertThat(ids(pager)).as("one alert for each fact").hasSize(facts);
            assertThat(count(engine, "admission")).isEqualTo(POINTS.size());
            assertThat(count(engine, "critical-result")).isEqualTo(POINTS.size());
            assertThat(count(engine, "feed-silence")).isEqualTo(1);
            Set<String> seen = new HashSet<>();
            int repeats = 0;
            for (Receiver.Request request : pager.requests()) {
                if (!seen.add(request.headers().getFirst("Tributary-Alert"))) {
                    repeats++;
                    assertThat(Integer.parseInt(request.headers().getFirst("Tributary-Attempt")))
                            .as("a repeat says so")
                            .isGreaterThan(1);
                }
            }
            assertThat(repeats)
                    .as("only what was given out when the engine died is repeated")
                    .isBetween(1, POINTS.size());
        }
    }

    // an admission and a critical potassium; under another run only the control id differs
    private static boolean tell(int port, int fact, String run) {
        try (MllpPeer sender = MllpPeer.connect(port)) {
            return List.of(Traffic.admission(RUN, fact), Traffic.criticalPotassium(RUN, fact)).stream()
                    .map(message -> new String(message, StandardCharsets.UTF_8)
                            .replace(Traffic.controlId(RUN, fact) + "|P|", Traffic.controlId(run, fact) + "|P|"))
                    .allMatch(message -> MllpPeer.msa1(sender.send(message.getBytes(StandardCharsets.UTF_8)))
                            .equals("AA"));
        } catch (UncheckedIOException notUp) {
            return false;
        }
    }

    private static void awaitIdle(EngineProcess engine) {
        await("nothing is queued").atMost(SOON).until(() -> {
            for (String feed : List.of("default", "copy")) {
                if (json(engine, "/api/feeds/" + feed).get("queued").asInt() > 0) {
                    return false;
                }
            }
            return true;
        });
    }

    private static Set<String> ids(Receiver pager) {
        Set<String> ids = new HashSet<>();
        pager.requests().forEach(request -> ids.add(request.headers().getFirst("Tributary-Alert")));
        return ids;
    }

    private static int count(EngineProcess engine, String rule) {
        return json(engine, "/api/alerts?limit=100&rule=" + rule).size();
    }

    // an answer is a list, or an object that holds one
    private static JsonNode json(EngineProcess engine, String path) {
        try {
            JsonNode answer = JSON.readTree(engine.get(path).body());
            for (String list : List.of("messages", "alerts")) {
                if (answer.has(list)) {
                    return answer.get(list);
                }
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
