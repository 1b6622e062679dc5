package dev.tributary.flow.rehearsal;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far a rehearsal has come, and what it found.
 *
 * @param state where it stands
 * @param what the change, as whoever began it called it
 * @param who began it
 * @param days how far back it looks
 * @param feed only of this feed; empty for all
 * @param startedAt when it began
 * @param endedAt when it ended; null while it runs
 * @param total how many messages there are
 * @param done how many were mapped by both sets
 * @param different how many of them come out differently
 * @param unread how many were passed over: of a feed that is there no more, or not to be mapped
 * @param differences by kind, the most frequent first
 */
public record RehearsalReport(
        State state,
        String what,
        String who,
        int days,
        String feed,
        Instant startedAt,
        @Nullable Instant endedAt,
        long total,
        long done,
        long different,
        long unread,
        List<Difference> differences) {

    /** Where it stands. */
    public enum State {
        /** It goes on. */
        RUNNING,
        /** All was looked at. */
        DONE,
        /** A person stopped it; what it found until then stands. */
        CANCELLED,
        /** The journal could not be read any more; what it found until then stands. */
        FAILED
    }
}
