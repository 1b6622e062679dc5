package dev.tributary.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A thing done again and again. */
class RoundsTest {

    private final AtomicInteger count = new AtomicInteger();

    private Rounds rounds = Rounds.start("a-test", Duration.ZERO, count::incrementAndGet);

    @AfterEach
    void close() {
        rounds.close();
    }

    @Test
    void noPauseMeansNoRound() {
        assertThat(count.get()).isZero();
    }

    @Test
    void aRoundThatFailsIsNotTheLast() {
        rounds.close();
        rounds = Rounds.start("a-test", Duration.ofMillis(1), () -> {
            if (count.incrementAndGet() < 3) {
                throw new IllegalStateException("Larkspur^Imogen");
            }
        });
        Awaitility.await().untilAsserted(() -> assertThat(count.get()).isGreaterThan(3));
    }
}
