package dev.tributary.record;

import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BaseDateTimeType;

/** Comparing FHIR dates and times of different precision: each counts as its first moment. */
final class Moments {

    private Moments() {}

    /** Whether both are known and the first lies before the second. */
    static boolean isBefore(Base one, Base other) {
        return one instanceof BaseDateTimeType first
                && other instanceof BaseDateTimeType second
                && first.hasValue()
                && second.hasValue()
                && first.getValue().before(second.getValue());
    }
}
