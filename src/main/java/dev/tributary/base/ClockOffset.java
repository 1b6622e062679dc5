package dev.tributary.base;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A wrong clock, for tests of the whole engine: the system property {@link #PROPERTY}, such as {@code PT-90M}, is added to
 * the machine's time from the start on. An engine that is not under test refuses to start with it.
 */
public final class ClockOffset {

    /** The system property: an ISO 8601 duration. */
    public static final String PROPERTY = "tributary.test.clock-offset";

    private ClockOffset() {}

    /**
     * @param clock of the machine
     * @return the engine's
     */
    public static Clock applied(Clock clock) {
        String offset = System.getProperty(PROPERTY);
        return offset == null ? clock : Clock.offset(clock, Duration.parse(offset));
    }

    /**
     * @param offset the value of {@link #PROPERTY}, or null
     * @param underTest the value of {@link KillPoint#UNDER_TEST}, or null
     * @return why an engine must not start, if it must not
     */
    public static Optional<Problem> refusal(@Nullable String offset, @Nullable String underTest) {
        if (offset == null) {
            return Optional.empty();
        }
        if (!"yes".equals(underTest)) {
            return Optional.of(new Problem(
                    PROPERTY,
                    0,
                    "this engine's clock would be wrong by " + offset,
                    "leave it out: it is for tests alone"));
        }
        try {
            var unused = Duration.parse(offset);
            return Optional.empty();
        } catch (DateTimeException wrong) {
            return Optional.of(new Problem(PROPERTY, 0, "'" + offset + "' is no duration", "write it like PT-90M"));
        }
    }
}
