package dev.tributary.record;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.InstantType;

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

    /**
     * Whether the first instant lies before the second, as far as the first says: FHIR's instants have seconds where HL7
     * had none, so one on a whole minute is compared by the minute.
     */
    static boolean isBefore(Instant one, Instant other) {
        boolean byMinute = one.equals(one.truncatedTo(ChronoUnit.MINUTES));
        return one.isBefore(byMinute ? other.truncatedTo(ChronoUnit.MINUTES) : other);
    }

    /** Whether an instant has a time of day: a date alone became its midnight and does not say what came first that day. */
    static boolean hasTime(InstantType instant) {
        return instant.hasValue() && !instant.getValueAsString().contains("T00:00:00");
    }
}
