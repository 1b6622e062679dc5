package dev.tributary.alert.audience;

/**
 * Who looks after a patient beyond what the record says.
 *
 * @param patient whose
 * @param role as rules name audiences: {@code primary-care}, {@code case-management}
 * @param practitioner an identifier such as an NPI, or a name of a group
 */
public record Attribution(PatientNumber patient, String role, String practitioner) {}
