package dev.tributary.hl7.preprocess;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a sender writes dates: {@code dd.MM.yyyy}, {@code M/d/yy HH:mm}. Letters as in Java's patterns; all else is itself.
 *
 * @param pattern with one group for each part
 * @param parts the letters of the groups, in order
 */
record DateForm(Pattern pattern, List<String> parts) {

    private static final Pattern PART = Pattern.compile("yyyy|yy|MM|M|dd|d|HH|H|mm|ss");
    private static final Pattern HL7 = Pattern.compile("(\\d{4})(?:(\\d{2})(?:(\\d{2})"
            + "(?:([01]\\d|2[0-3])(?:[0-5]\\d(?:[0-5]\\d(?:\\.\\d{1,4})?)?)?)?)?)?(?:[+-]\\d{4})?");
    private static final int OLDEST = 1800;
    private static final int YOUNGEST = 2199;

    /** @throws IllegalArgumentException if it has letters that mean nothing, or no year, month and day */
    static DateForm of(String text) {
        StringBuilder regex = new StringBuilder();
        List<String> parts = new ArrayList<>();
        Matcher part = PART.matcher(text);
        int from = 0;
        while (part.find()) {
            regex.append(literal(text.substring(from, part.start())));
            String letters = part.group();
            parts.add(letters.substring(0, 1).equals("y") ? letters : letters.substring(0, 1));
            regex.append(letters.length() == 1 ? "(\\d{1,2})" : "(\\d{" + letters.length() + "})");
            from = part.end();
        }
        regex.append(literal(text.substring(from)));
        long years = parts.stream().filter(each -> each.startsWith("y")).count();
        boolean once = parts.stream().distinct().count() == parts.size();
        if (years != 1 || !once || !parts.contains("M") || !parts.contains("d")) {
            throw new IllegalArgumentException("year, month and day are needed, each once");
        }
        return new DateForm(Pattern.compile(regex.toString()), List.copyOf(parts));
    }

    private static String literal(String text) {
        if (text.chars().anyMatch(Character::isLetterOrDigit)) {
            throw new IllegalArgumentException("'" + text + "' means nothing in a date");
        }
        return Pattern.quote(text);
    }

    /** @return whether a value is a date or time as HL7 writes it, of a day that exists */
    static boolean isHl7(String value) {
        Matcher hl7 = HL7.matcher(value);
        if (!hl7.matches()) {
            return false;
        }
        return exists(number(hl7.group(1), 0), number(hl7.group(2), 1), number(hl7.group(3), 1));
    }

    /**
     * @param value as sent
     * @param latest the year of the message: a year of two digits is the latest one up to it
     * @return the value as HL7 writes it; empty if it has another form or is no day
     */
    String toHl7(String value, int latest) {
        Matcher found = pattern.matcher(value);
        if (!found.matches()) {
            return "";
        }
        int year = 0;
        int month = 1;
        int day = 1;
        StringBuilder time = new StringBuilder();
        for (int i = 0; i < parts.size(); i++) {
            int number = Integer.parseInt(found.group(i + 1));
            switch (parts.get(i)) {
                case "yyyy" -> year = number;
                case "yy" -> year = latest - Math.floorMod(latest - number, 100);
                case "M" -> month = number;
                case "d" -> day = number;
                default -> time.append(number < 10 ? "0" : "").append(number);
            }
        }
        String hl7 = digits(year, 4) + digits(month, 2) + digits(day, 2) + time;
        return exists(year, month, day) && isHl7(hl7) ? hl7 : "";
    }

    private static boolean exists(int year, int month, int day) {
        try {
            return LocalDate.of(year, month, day).getYear() >= OLDEST && year <= YOUNGEST;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static int number(String digits, int missing) {
        return digits == null ? missing : Integer.parseInt(digits);
    }

    private static String digits(int number, int width) {
        String text = Integer.toString(number);
        return "0".repeat(Math.max(0, width - text.length())) + text;
    }
}
