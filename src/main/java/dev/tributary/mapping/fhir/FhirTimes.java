package dev.tributary.mapping.fhir;

import dev.tributary.hl7.Hl7Time;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * {@link Hl7Time}s as FHIR times. Precision stays, as far as R4 has it: an hour gets its minutes, a minute its seconds,
 * both zero. The own offset stays; without one, the zone tells it.
 */
public final class FhirTimes {

    private FhirTimes() {}

    /** @return a FHIR dateTime; null if the text is no time */
    public static @Nullable String dateTime(String text, ZoneId zone) {
        Hl7Time time = Hl7Time.of(text);
        return time == null ? null : dateTime(time, zone);
    }

    /** @return a FHIR dateTime */
    public static String dateTime(Hl7Time time, ZoneId zone) {
        return time.hour() < 0 ? day(time) : full(time, zone);
    }

    /** @return a FHIR date, cut to the day; null if the text is no time */
    public static @Nullable String date(String text) {
        Hl7Time time = Hl7Time.of(text);
        return time == null ? null : day(time);
    }

    /** @return a FHIR instant, filled up with the first month, day and midnight; null if the text is no time */
    public static @Nullable String instant(String text, ZoneId zone) {
        Hl7Time time = Hl7Time.of(text);
        return time == null ? null : full(time, zone);
    }

    /**
     * @param text an HL7 TM, {@code HH[MM[SS[.S…]]][+/-ZZZZ]}
     * @return a FHIR time; null if the text is none. FHIR times have no offset: it is cut off; and so is a part of a
     *     second, since HL7's own validator refuses a time that has one
     */
    public static @Nullable String time(String text) {
        // a TM is what a DTM has after its day
        Hl7Time time = Hl7Time.of("20000101" + text);
        if (time == null || time.hour() < 0) {
            return null;
        }
        StringBuilder clock = new StringBuilder(16);
        clock(clock, time);
        return clock.toString();
    }

    private static String day(Hl7Time time) {
        StringBuilder day = new StringBuilder(10);
        year(day, time);
        if (time.month() > 0) {
            two(day.append('-'), time.month());
        }
        if (time.day() > 0) {
            two(day.append('-'), time.day());
        }
        return day.toString();
    }

    private static String full(Hl7Time time, ZoneId zone) {
        StringBuilder text = new StringBuilder(32);
        year(text, time);
        two(text.append('-'), Math.max(1, time.month()));
        two(text.append('-'), Math.max(1, time.day())).append('T');
        clock(text, time);
        text.append(time.fraction());
        String own = time.offset();
        if (!own.isEmpty()) {
            return text.append(own, 0, 3).append(':').append(own, 3, 5).toString();
        }
        ZoneOffset offset = zone.getRules().getOffset(time.filledUp());
        int minutes = offset.getTotalSeconds() / 60;
        text.append(minutes < 0 ? '-' : '+');
        two(text, Math.abs(minutes) / 60).append(':');
        return two(text, Math.abs(minutes) % 60).toString();
    }

    private static void clock(StringBuilder text, Hl7Time time) {
        two(text, Math.max(0, time.hour())).append(':');
        two(text, Math.max(0, time.minute())).append(':');
        two(text, Math.max(0, time.second()));
    }

    private static void year(StringBuilder text, Hl7Time time) {
        two(text, time.year() / 100);
        two(text, time.year() % 100);
    }

    private static StringBuilder two(StringBuilder text, int number) {
        return (number < 10 ? text.append('0') : text).append(number);
    }
}
