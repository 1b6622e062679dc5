package dev.tributary.flow.wire;

import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;

/**
 * MSH-10 of our answers: unique over restarts without random numbers, and within the 20 characters of HL7 v2.3.
 * Thread-safe.
 */
final class AnswerIds {

    private final String prefix;
    private final AtomicLong count = new AtomicLong();

    AnswerIds(Clock clock) {
        this.prefix = "T" + Long.toString(clock.millis(), Character.MAX_RADIX) + "-";
    }

    String next() {
        return (prefix + Long.toString(count.incrementAndGet(), Character.MAX_RADIX)).toUpperCase(Locale.ROOT);
    }
}
