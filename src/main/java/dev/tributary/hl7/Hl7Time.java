package dev.tributary.hl7;

import java.time.LocalDateTime;
import java.time.Month;
import java.time.Year;
import org.jspecify.annotations.Nullable;

/**
 * A time as HL7 writes it, DTM or TS (v2.5.1 §2.A.22: {@code YYYY[MM[DD[HH[MM[SS[.S[S[S[S]]]]]]]]]][+/-ZZZZ]}), and one
 * that exists: there is no 30 February and no 25th hour. Up to nine digits of a second are read.
 *
 * @param year from 1
 * @param month from 1; 0 where the time is a year alone
 * @param day from 1; 0 where none was sent
 * @param hour 0 to 23; -1 where none was sent
 * @param minute 0 to 59; -1 where none was sent
 * @param second 0 to 59; -1 where none was sent
 * @param fraction of the second with its point, {@code .1234}; empty where none was sent
 * @param offset from UTC as sent, {@code -0500}; empty where none was sent
 */
public record Hl7Time(int year, int month, int day, int hour, int minute, int second, String fraction, String offset) {

    private static final int MOST_FRACTION_DIGITS = 9;
    private static final int WIDEST_OFFSET = 14;

    /** @return the time a text is; null if it is none, or one that does not exist */
    public static @Nullable Hl7Time of(String text) {
        int end = digits(text);
        int year = end >= 4 ? number(text, 0, 4) : 0;
        boolean divides = end == 4 || end == 6 || end == 8 || end == 10 || end == 12 || end == 14;
        if (year == 0 || !divides) {
            return null;
        }
        int month = end >= 6 ? number(text, 4, 6) : 0;
        int day = end >= 8 ? number(text, 6, 8) : 0;
        int hour = end >= 10 ? number(text, 8, 10) : -1;
        int minute = end >= 12 ? number(text, 10, 12) : -1;
        int second = end >= 14 ? number(text, 12, 14) : -1;
        boolean exists = (end < 6 || isMonth(month))
                && (end < 8 || isDay(year, month, day))
                && hour < 24
                && minute < 60
                && second < 60;
        if (!exists) {
            return null;
        }
        if (end == text.length()) {
            return new Hl7Time(year, month, day, hour, minute, second, "", "");
        }
        int rest = end == 14 ? fractionEnd(text, end) : end;
        if (rest < 0 || !isOffset(text, rest)) {
            return null;
        }
        return new Hl7Time(year, month, day, hour, minute, second, text.substring(end, rest), text.substring(rest));
    }

    /** @return without offset, filled up with the first month and day and with zeros; nanoseconds left out */
    public LocalDateTime filledUp() {
        return LocalDateTime.of(
                year,
                Math.max(1, month),
                Math.max(1, day),
                Math.max(0, hour),
                Math.max(0, minute),
                Math.max(0, second));
    }

    /** @return this time without the fraction of its second */
    public Hl7Time toSecond() {
        return fraction.isEmpty() ? this : new Hl7Time(year, month, day, hour, minute, second, "", offset);
    }

    private static int digits(String text) {
        int end = 0;
        while (end < text.length() && end < 14 && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = number * 10 + text.charAt(i) - '0';
        }
        return number;
    }

    private static boolean isMonth(int month) {
        return month >= 1 && month <= 12;
    }

    private static boolean isDay(int year, int month, int day) {
        return day >= 1 && day <= Month.of(month).length(Year.isLeap(year));
    }

    // a point and a digit at least; -1 for a point alone or too many digits
    private static int fractionEnd(String text, int from) {
        if (text.charAt(from) != '.') {
            return from;
        }
        int end = from + 1;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        int count = end - from - 1;
        return count >= 1 && count <= MOST_FRACTION_DIGITS ? end : -1;
    }

    // nothing, or a sign and four digits
    private static boolean isOffset(String text, int from) {
        if (from == text.length()) {
            return true;
        }
        if (text.length() - from != 5 || (text.charAt(from) != '+' && text.charAt(from) != '-')) {
            return false;
        }
        for (int i = from + 1; i < text.length(); i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return number(text, from + 1, from + 3) <= WIDEST_OFFSET && number(text, from + 3, from + 5) < 60;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
