package dev.tributary.alert.rule;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of the table of critical values.
 *
 * @param loinc code of the test
 * @param sex a FHIR administrative-gender code; empty for any
 * @param from youngest age, inclusive; null for any
 * @param to oldest age, exclusive; null for any
 * @param units a UCUM code, then other spellings of the same unit
 * @param low critical at or below; null for never
 * @param high critical at or above; null for never
 */
record CriticalRow(
        String loinc,
        String sex,
        @Nullable Period from,
        @Nullable Period to,
        List<String> units,
        @Nullable BigDecimal low,
        @Nullable BigDecimal high) {

    /**
     * @param gender of the patient, or null if unknown
     * @param birth of the patient, or null if unknown
     * @param day of the result
     */
    boolean isFor(@Nullable String gender, @Nullable LocalDate birth, LocalDate day) {
        if (!sex.isEmpty() && !sex.equals(gender)) {
            return false;
        }
        if (from == null && to == null) {
            return true;
        }
        return birth != null
                && (from == null || !birth.plus(from).isAfter(day))
                && (to == null || birth.plus(to).isAfter(day));
    }
}
