package dev.tributary.alert.ledger;

import dev.tributary.alert.AlertState;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far an alert has come.
 *
 * @param state where it stands
 * @param openedAt since when an answer is asked for; null if never
 * @param dueAt when the answer is due; null if none is asked for
 * @param step escalation steps done
 * @param acknowledgedAt when somebody answered, or null
 * @param acknowledgedBy who, or null
 * @param recipients subscribers that get it; null until the broker has it
 */
public record Progress(
        AlertState state,
        @Nullable Instant openedAt,
        @Nullable Instant dueAt,
        int step,
        @Nullable Instant acknowledgedAt,
        @Nullable String acknowledgedBy,
        @Nullable Integer recipients) {}
