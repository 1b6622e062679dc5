package dev.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.kit.EngineProcess;
import dev.tributary.kit.Inbox;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code kill -9} under load: what has a positive answer is in the journal, the record and the subscriber's hands, once. */
class KillIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RUN = "K";
    private static final int KILLS = 2;

    @TempDir
    Path folder;

    @Test
    void everythingAcceptedIsThereOnceAfterKills() throws IOException {
        try (Inbox pager = new Inbox();
                EngineProcess engine = new EngineProcess(folder).set("tributary.subscribers.pager.url", pager.url())) {
            engine.start();
            Ledger ledger = new Ledger(engine.mllpPort(), RUN);
            ledger.start(10);
            for (int kill = 1; kill <= KILLS; kill++) {
                int goal = kill * 400;
                await("load is on")
                        .atMost(Duration.ofMinutes(2))
                        .until(() -> ledger.accepted().size() >= goal);
                engine.kill();
                engine.start();
            }
            int goal = ledger.accepted().size() + 100;
            await("load after the last kill")
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> ledger.accepted().size() >= goal);
            ledger.finish();

            await("the queue is empty")
                    .atMost(Duration.ofMinutes(4))
                    .until(() -> feed(engine).get("queued").asInt() == 0);

            Set<Integer> accepted = ledger.accepted();
            JsonNode feed = feed(engine);
            assertThat(feed.get("failed").asInt() + feed.get("held").asInt()).isZero();
            assertThat(feed.get("processed").asInt())
                    .as("processed = distinct messages the senders hold a positive answer for")
                    .isEqualTo(accepted.size());
            assertThat(patients(engine)).as("in the record once").isEqualTo(versionsOfOne(accepted));
            await("alerts delivered")
                    .atMost(Duration.ofMinutes(2))
                    .until(() -> alertIds(pager).size() >= accepted.size());
            assertThat(alertIds(pager)).as("one alert for each admission").hasSize(accepted.size());
        }
    }

    private static Map<String, Integer> versionsOfOne(Set<Integer> numbers) {
        Map<String, Integer> expected = new HashMap<>();
        numbers.forEach(number -> expected.put(Traffic.mrn(RUN, number), 1));
        return expected;
    }

    // MRN -> version of every patient in the record, read page by page
    private static Map<String, Integer> patients(EngineProcess engine) throws IOException {
        Map<String, Integer> found = new HashMap<>();
        String next = "/fhir/Patient?_count=200&_sort=_id";
        while (next != null) {
            JsonNode page = JSON.readTree(engine.get(next).body());
            for (JsonNode entry : page.path("entry")) {
                JsonNode patient = entry.get("resource");
                String mrn = patient.at("/identifier/0/value").asText();
                assertThat(found.put(mrn, patient.at("/meta/versionId").asInt()))
                        .as("a second patient with one number")
                        .isNull();
            }
            next = nextPage(page);
        }
        return found;
    }

    private static String nextPage(JsonNode page) {
        for (JsonNode link : page.path("link")) {
            if (link.get("relation").asText().equals("next")) {
                String url = link.get("url").asText();
                return url.substring(url.indexOf("/fhir"));
            }
        }
        return null;
    }

    private static Set<String> alertIds(Inbox pager) throws IOException {
        List<String> ids = new ArrayList<>();
        for (String body : pager.bodies()) {
            JsonNode event = JSON.readTree(body);
            ids.add(event.get("id").asText());
        }
        return new HashSet<>(ids);
    }

    private static JsonNode feed(EngineProcess engine) throws IOException {
        return JSON.readTree(engine.get("/api/feeds/default").body());
    }
}
