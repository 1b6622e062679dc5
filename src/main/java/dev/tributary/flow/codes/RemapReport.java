package dev.tributary.flow.codes;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far bringing stored resources up to date has come.
 *
 * @param what table and code are named by the line: {@code ObservationIdentifier}; never the patient's
 * @param who asked for it
 * @param startedAt when it began
 * @param endedAt when it ended; null while it runs
 * @param total how many messages there are to look at
 * @param done how many were looked at
 * @param changed how many resources got the translation
 * @param left how many messages could not be finished, since their resources changed again and again meanwhile or the store
 *     did not take them
 * @param failed whether it ended early
 */
public record RemapReport(
        String what,
        String who,
        Instant startedAt,
        @Nullable Instant endedAt,
        long total,
        long done,
        long changed,
        long left,
        boolean failed) {}
