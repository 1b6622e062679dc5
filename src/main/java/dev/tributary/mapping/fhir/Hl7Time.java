package dev.tributary.mapping.fhir;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * HL7 times (v2.5.1 §2.A.22: {@code YYYY[MM[DD[HH[MM[SS[.S[S[S[S]]]]]]]]][+/-ZZZZ]}) as FHIR times. Precision stays, as far
 * as R4 has it: an hour gets its minutes, a minute its seconds, both zero. The own offset stays; without one, the zone
 * tells it.
 */
public final class Hl7Time {

    private static final Pattern FORM = Pattern.compile(
            "([0-9]{4})(?:([0-9]{2})(?:([0-9]{2})(?:([0-9]{2})(?:([0-9]{2})(?:([0-9]{2})(\\.[0-9]{1,9})?)?)?)?)?)?([+-][0-9]{4})?");
    private static final Pattern TIME =
            Pattern.compile("([0-9]{2})(?:([0-9]{2})(?:([0-9]{2})(\\.[0-9]{1,9})?)?)?([+-][0-9]{4})?");

    private Hl7Time() {}

    /** @return whether the text is an HL7 time that exists */
    public static boolean isTime(String text) {
        return date(text) != null;
    }

    /** @return a FHIR dateTime; null if the text is no time */
    public static @Nullable String dateTime(String text, ZoneId zone) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches() || !exists(parts)) {
            return null;
        }
        return parts.group(4) == null ? day(parts) : full(parts, zone);
    }

    /** @return a FHIR date, cut to the day; null if the text is no time */
    public static @Nullable String date(String text) {
        Matcher parts = FORM.matcher(text);
        return parts.matches() && exists(parts) ? day(parts) : null;
    }

    /** @return a FHIR instant, filled up with the first month, day and midnight; null if the text is no time */
    public static @Nullable String instant(String text, ZoneId zone) {
        Matcher parts = FORM.matcher(text);
        return parts.matches() && exists(parts) ? full(parts, zone) : null;
    }

    /** @return a FHIR time of an HL7 TM; null if the text is none. FHIR times have no offset: it is cut off */
    public static @Nullable String time(String text) {
        Matcher parts = TIME.matcher(text);
        if (!parts.matches()) {
            return null;
        }
        int hour = number(parts, 1, 0);
        int minute = number(parts, 2, 0);
        int second = number(parts, 3, 0);
        if (hour > 23 || minute > 59 || second > 59) {
            return null;
        }
        String fraction = parts.group(4) == null ? "" : parts.group(4);
        StringBuilder time = new StringBuilder(16);
        two(time, hour).append(':');
        two(time, minute).append(':');
        return two(time, second).append(fraction).toString();
    }

    private static boolean exists(Matcher parts) {
        try {
            int year = number(parts, 1, 1);
            if (year == 0) {
                return false;
            }
            LocalDate.of(year, number(parts, 2, 1), number(parts, 3, 1));
        } catch (DateTimeException e) {
            return false;
        }
        return number(parts, 4, 0) <= 23 && number(parts, 5, 0) <= 59 && number(parts, 6, 0) <= 59 && offset(parts);
    }

    private static boolean offset(Matcher parts) {
        String offset = parts.group(8);
        return offset == null
                || (Integer.parseInt(offset.substring(1, 3)) <= 14 && Integer.parseInt(offset.substring(3)) <= 59);
    }

    private static String day(Matcher parts) {
        StringBuilder day = new StringBuilder(10).append(parts.group(1));
        for (int group = 2; group <= 3 && parts.group(group) != null; group++) {
            day.append('-').append(parts.group(group));
        }
        return day.toString();
    }

    private static String full(Matcher parts, ZoneId zone) {
        LocalDateTime local = LocalDateTime.of(
                number(parts, 1, 1),
                number(parts, 2, 1),
                number(parts, 3, 1),
                number(parts, 4, 0),
                number(parts, 5, 0),
                number(parts, 6, 0));
        StringBuilder text = new StringBuilder(32);
        text.append(parts.group(1)).append('-');
        two(text, local.getMonthValue()).append('-');
        two(text, local.getDayOfMonth()).append('T');
        two(text, local.getHour()).append(':');
        two(text, local.getMinute()).append(':');
        two(text, local.getSecond());
        if (parts.group(7) != null) {
            text.append(parts.group(7));
        }
        String own = parts.group(8);
        if (own != null) {
            return text.append(own, 0, 3).append(':').append(own, 3, 5).toString();
        }
        ZoneOffset offset = zone.getRules().getOffset(local);
        int minutes = offset.getTotalSeconds() / 60;
        text.append(minutes < 0 ? '-' : '+');
        two(text, Math.abs(minutes) / 60).append(':');
        return two(text, Math.abs(minutes) % 60).toString();
    }

    private static int number(Matcher parts, int group, int missing) {
        String digits = parts.group(group);
        return digits == null ? missing : Integer.parseInt(digits);
    }

    private static StringBuilder two(StringBuilder text, int number) {
        return (number < 10 ? text.append('0') : text).append(number);
    }
}
