package dev.tributary.cli.prove;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits until the engine has nothing left to do: no message queued, no alert in the outbox or in a subscriber's queue. */
final class Drain {

    private static final long STUCK_AFTER = Duration.ofMinutes(5).toNanos();
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final EngineUnderTest engine;

    Drain(EngineUnderTest engine) {
        this.engine = engine;
    }

    /** @return what is left when nothing has moved for five minutes; empty if nothing is */
    String await() {
        String left = "the engine does not answer";
        String before = "";
        long moved = System.nanoTime();
        while (System.nanoTime() - moved < STUCK_AFTER) {
            try {
                left = left();
                if (left.isEmpty()) {
                    return "";
                }
            } catch (IOException away) {
                left = "the engine does not answer";
            }
            if (!left.equals(before)) {
                before = left;
                moved = System.nanoTime();
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return left;
    }

    private String left() throws IOException {
        long queued = engine.get("/api/feeds/default").path("queued").asLong();
        long outbox = outbox();
        long subscribers = 0;
        for (JsonNode subscriber : engine.get("/api/subscribers")) {
            subscribers += subscriber.path("depth").asLong();
        }
        return queued + outbox + subscribers == 0
                ? ""
                : queued + " messages queued, " + outbox + " alerts in the outbox, " + subscribers
                        + " in subscribers' queues";
    }

    private long outbox() throws IOException {
        String meters = new String(engine.bytes("/actuator/prometheus"), StandardCharsets.UTF_8);
        return meters.lines()
                .filter(line -> line.startsWith("tributary_outbox_depth"))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }
}
