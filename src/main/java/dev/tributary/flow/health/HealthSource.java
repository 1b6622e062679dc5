package dev.tributary.flow.health;

import java.time.Instant;
import java.util.List;

/** Measures some parts of the engine. */
@FunctionalInterface
interface HealthSource {

    /**
     * @param now the time of the look
     * @return how they are doing
     * @throws RuntimeException if that cannot be found out now; the other sources are asked all the same
     */
    List<Measurement> measure(Instant now);
}
