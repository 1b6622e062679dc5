package dev.tributary.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.kit.EngineProcess;
import dev.tributary.kit.Inbox;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} under load, of the engine and then of the database it brought along: what has a positive answer is in
 * the journal, the record, the durable queue of one subscriber and the hands of another, once.
 */
class KillIT {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String RUN = "K";
    private static final int CONNECTIONS = 10;
    private static final int KILLS = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    @Test
    void everythingAcceptedIsThereOnceAfterKills() throws IOException, JMSException {
        try (Inbox pager = new Inbox();
                EngineProcess engine = Holdings.withRegistry(new EngineProcess(folder))
                        .set("tributary.subscribers.pager.url", pager.url())) {
            engine.start();
            Ledger ledger = new Ledger(engine.mllpPort(), RUN);
            ledger.start(CONNECTIONS);
            for (int kill = 1; kill <= KILLS; kill++) {
                awaitMore(ledger, 300);
                engine.kill();
                engine.start();
            }
            awaitMore(ledger, 100);
            engine.killDatabase();
            awaitMore(ledger, 100);
            ledger.finish();

            Set<Integer> accepted = ledger.accepted();
            Holdings.of(engine, RUN).assertEachOnce(accepted);
            await("alerts delivered")
                    .atMost(PATIENCE)
                    .until(() -> alertIds(pager).size() >= accepted.size());
            assertThat(alertIds(pager)).as("one alert for each admission").hasSize(accepted.size());
            assertThat(engine.output()).contains("own PostgreSQL has ended: starting it again");
            assertThat(Traffic.peopleIn(RUN, engine.output())).isEmpty();
            assertThat(Traffic.peopleIn(RUN, Files.readString(folder.resolve("data/postgres.log"))))
                    .isEmpty();
        }
    }

    private static void awaitMore(Ledger ledger, int more) {
        int goal = ledger.accepted().size() + more;
        await("load is on").atMost(PATIENCE).until(() -> ledger.accepted().size() >= goal);
    }

    private static Set<String> alertIds(Inbox pager) throws IOException {
        List<String> ids = new ArrayList<>();
        for (String body : pager.bodies()) {
            JsonNode event = JSON.readTree(body);
            ids.add(event.get("id").asText());
        }
        return new HashSet<>(ids);
    }
}
