package dev.tributary.flow.mappings;

import dev.tributary.base.Problem;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is in force, and what came of the last reading.
 *
 * @param version of the set in force, as journal rows name it
 * @param loadedAt since when it is in force
 * @param source {@code mappings} or {@code jar}
 * @param problems why the files as they are now are refused; empty if they are in force
 * @param refusedAt when they were refused; null if they are in force
 */
public record MappingState(
        String version,
        Instant loadedAt,
        String source,
        List<Problem> problems,
        @Nullable Instant refusedAt) {

    /** Keeps a copy of the list. */
    public MappingState {
        problems = List.copyOf(problems);
    }

    /** @return whether the files on disk are refused and an older set works */
    public boolean isRefused() {
        return refusedAt != null;
    }
}
