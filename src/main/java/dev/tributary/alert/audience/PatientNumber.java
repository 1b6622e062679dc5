package dev.tributary.alert.audience;

/**
 * A patient's number as a list of patients states it.
 *
 * @param system of the identifier; empty for any
 * @param value such as an MRN
 */
public record PatientNumber(String system, String value) {

    @Override
    public String toString() {
        return "PatientNumber[]";
    }
}
