package dev.tributary.flow.management.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Lock-out after wrong passwords, by a clock that the test turns. */
class SignInGuardTest {

    private static final String HERE = "10.0.0.7";
    private final Turned clock = new Turned();
    private final SignInGuard guard = new SignInGuard(Set.of("otto", "vera")::contains, clock);

    private static final class Turned extends Clock {

        private Instant now = Instant.parse("2026-03-01T08:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }

        void forward(Duration by) {
            now = now.plus(by);
        }
    }

    private void wrong(int times) {
        for (int i = 0; i < times; i++) {
            guard.admit("otto", HERE);
            guard.failed("otto", HERE);
        }
    }

    @Test
    void fourWrongOnesCostNothingAndARightOneForgetsThem() {
        wrong(4);
        guard.admit("otto", HERE);
        guard.succeeded("otto", HERE);
        wrong(4);

        assertThatCode(() -> guard.admit("otto", HERE)).doesNotThrowAnyException();
        assertThat(guard.locks()).isEmpty();
    }

    @Test
    void theFifthLocksForHalfAMinuteAndEachFurtherOneTwiceAsLongUpToAnHour() {
        wrong(5);
        long[] waits = {30, 60, 120, 240, 480, 960, 1920, 3600, 3600};
        for (long seconds : waits) {
            assertThat(guard.locks())
                    .singleElement()
                    .extracting(SignInGuard.Lock::until)
                    .isEqualTo(clock.instant().plusSeconds(seconds));
            clock.forward(Duration.ofSeconds(seconds).minusMillis(1));
            assertThatThrownBy(() -> guard.admit("otto", HERE)).isInstanceOf(SignInLockedException.class);
            clock.forward(Duration.ofMillis(1));
            wrong(1);
        }
    }

    @Test
    void onlyThisUserAtThisAddressIsLocked() {
        wrong(5);

        assertThatThrownBy(() -> guard.admit("otto", HERE))
                .isInstanceOfSatisfying(SignInLockedException.class, locked -> assertThat(locked.seconds())
                        .isEqualTo(30));
        assertThatCode(() -> guard.admit("otto", "10.0.0.8")).doesNotThrowAnyException();
        assertThatCode(() -> guard.admit("vera", HERE)).doesNotThrowAnyException();
    }

    @Test
    void namesThatNobodyHasCountTogether() {
        for (String name : Set.of("root", "test", "guest", "oracle", "sa")) {
            guard.admit(name, HERE);
            guard.failed(name, HERE);
        }

        assertThatThrownBy(() -> guard.admit("postgres", HERE)).isInstanceOf(SignInLockedException.class);
        assertThatCode(() -> guard.admit("otto", HERE)).doesNotThrowAnyException();
        assertThat(guard.locks()).extracting(SignInGuard.Lock::user).containsExactly("");
    }

    @Test
    void anHourOfQuietForgets() {
        wrong(5);
        clock.forward(Duration.ofSeconds(30).plusHours(1).plusSeconds(1));

        wrong(4);

        assertThat(guard.locks()).isEmpty();
    }
}
