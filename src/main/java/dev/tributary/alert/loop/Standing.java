package dev.tributary.alert.loop;

import dev.tributary.alert.Alert;
import dev.tributary.alert.AlertState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An alert that was raised, and where it stands.
 *
 * @param alert the fact
 * @param state where it stands
 * @param openedAt when an answer was first, or last, asked for; null if never
 * @param dueAt when the answer is due; null if none is asked for
 * @param step escalation steps done
 * @param acknowledgedBy who has acknowledged it, or null
 */
public record Standing(
        Alert alert,
        AlertState state,
        @Nullable Instant openedAt,
        @Nullable Instant dueAt,
        int step,
        @Nullable String acknowledgedBy) {}
