package dev.tributary.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KillPointTest {

    @Test
    void anEngineThatIsNotUnderTestRefusesToStart() {
        assertThat(KillPoint.refusal("STORED", null).orElseThrow().toString())
                .contains("tributary.test.kill-at", "would kill itself at STORED", "leave it out");
        assertThat(KillPoint.refusal("STORED", "no")).isPresent();
    }

    @Test
    void underTestAPointMustExist() {
        assertThat(KillPoint.refusal("STORED", "yes")).isEmpty();
        assertThat(KillPoint.refusal("STORD", "yes").orElseThrow().toString()).contains("STORED");
    }

    @Test
    void aPointMayBeNamedWithItsPass() {
        assertThat(KillPoint.refusal("STORED:25", "yes")).isEmpty();
        assertThat(KillPoint.refusal("STORED:0", "yes")).isPresent();
        assertThat(KillPoint.refusal("STORED:often", "yes")).isPresent();
        assertThat(KillPoint.refusal("STORD:2", "yes").orElseThrow().toString()).contains("did you mean STORED");
    }

    @Test
    void withoutAPointThereIsNothingToRefuse() {
        assertThat(KillPoint.refusal(null, null)).isEmpty();
        for (KillPoint point : KillPoint.values()) {
            // not armed: goes on
            point.reached();
        }
    }
}
