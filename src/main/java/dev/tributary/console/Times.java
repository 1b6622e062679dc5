package dev.tributary.console;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Times as pages write them: exact ones in UTC, so that two people at two desks mean the same moment. */
final class Times {

    private static final DateTimeFormatter EXACT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

    private Times() {}

    static String exact(@Nullable Instant time) {
        return time == null ? "" : EXACT.format(time);
    }

    static String ago(@Nullable Instant time, Instant now) {
        return time == null ? "never" : lasted(time, now) + " ago";
    }

    static String lasted(Instant from, Instant to) {
        long seconds = Math.max(0, Duration.between(from, to).toSeconds());
        if (seconds < 90) {
            return seconds + " s";
        }
        if (seconds < 5_400) {
            return Math.round(seconds / 60.0) + " min";
        }
        return seconds < 129_600 ? Math.round(seconds / 3_600.0) + " h" : Math.round(seconds / 86_400.0) + " days";
    }
}
