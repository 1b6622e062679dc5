package dev.tributary.flow.management.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which entries to list, newest first; a null asks for nothing.
 *
 * @param patient id of a FHIR Patient, with or without {@code Patient/}, or a number of the patient; merges are followed
 * @param who name of the user or token
 * @param action word of an {@link AuditAction}
 * @param from at or after
 * @param to before
 * @param before only numbers below this one: the last of the page before gives the next page
 * @param limit 1 to 1000
 */
public record AuditQuery(
        @Nullable String patient,
        @Nullable String who,
        @Nullable String action,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Long before,
        int limit) {

    /** @throws IllegalArgumentException if the limit is out of bounds */
    public AuditQuery {
        if (limit < 1 || limit > 1000) {
            throw new IllegalArgumentException("limit " + limit + ": use 1 to 1000");
        }
    }
}
