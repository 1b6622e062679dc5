package dev.tributary.mapping.plan;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import org.hl7.fhir.r4.model.Base;
import org.jspecify.annotations.Nullable;

/** Ends that are told as a start and a duration. */
final class Durations {

    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx");

    private Durations() {}

    /** @return the start beside the slot plus minutes; null if there is no full start or the text is no number */
    static @Nullable String end(Frame frame, Slot slot, int repetition, int pivot, String minutes) {
        Slot parent = slot.parent();
        if (parent == null || !Tests.isNumber(minutes)) {
            return null;
        }
        Base[] starts = frame.obtain(parent, repetition, pivot).getProperty("start".hashCode(), "start", true);
        if (starts.length == 0 || !starts[0].hasPrimitiveValue()) {
            return null;
        }
        try {
            OffsetDateTime start = OffsetDateTime.parse(starts[0].primitiveValue());
            long seconds = new java.math.BigDecimal(minutes)
                    .multiply(java.math.BigDecimal.valueOf(60))
                    .longValue();
            return SECONDS.format(start.plusSeconds(seconds));
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }
}
