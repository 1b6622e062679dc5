package dev.tributary.flow.management.audit;

import java.util.Set;

/**
 * One thing that was done with patient data.
 *
 * @param who name of the user or token
 * @param role highest role
 * @param address where the request came from
 * @param action what was done
 * @param what the path of the page or resource; behind {@code #} the messages that a deed read besides
 * @param query what stands behind the path; may hold patient data
 * @param patients {@code Patient/id} of those it was about
 * @param numbers patient numbers in messages, and words that were looked for
 */
public record AuditEntry(
        String who,
        String role,
        String address,
        AuditAction action,
        String what,
        String query,
        Set<String> patients,
        Set<String> numbers) {

    public AuditEntry {
        patients = Set.copyOf(patients);
        numbers = Set.copyOf(numbers);
    }
}
