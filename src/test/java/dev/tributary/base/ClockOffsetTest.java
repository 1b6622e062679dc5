package dev.tributary.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class ClockOffsetTest {

    @Test
    void anEngineThatIsNotUnderTestRefusesToStart() {
        assertThat(ClockOffset.refusal("PT1H", null).orElseThrow().toString())
                .contains("tributary.test.clock-offset", "wrong by PT1H", "leave it out");
        assertThat(ClockOffset.refusal(null, null)).isEmpty();
    }

    @Test
    void underTestItMustBeADuration() {
        assertThat(ClockOffset.refusal("PT-90M", "yes")).isEmpty();
        assertThat(ClockOffset.refusal("an hour", "yes").orElseThrow().toString())
                .contains("'an hour'", "write it like PT-90M");
    }

    @Test
    void withoutAnOffsetTheClockIsTheMachines() {
        Clock clock = Clock.fixed(Instant.parse("2026-03-02T08:00:00Z"), ZoneOffset.UTC);
        assertThat(ClockOffset.applied(clock)).isSameAs(clock);
    }
}
