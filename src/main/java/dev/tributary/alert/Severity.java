package dev.tributary.alert;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How soon a person must know. The order is the order of urgency. */
public enum Severity {
    /** Good to know: an admission, a discharge. */
    INFORMATION,
    /** To be looked at during this shift. */
    WARNING,
    /** A life may hang on it: a critical result. */
    CRITICAL;

    /** @return as rules, filters and payloads write it: lower case */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @return the severity of that code, or empty if there is none */
    public static Optional<Severity> of(String code) {
        return Arrays.stream(values())
                .filter(severity -> severity.code().equals(code))
                .findFirst();
    }

    /** @return all codes, least urgent first */
    public static List<String> codes() {
        return Arrays.stream(values()).map(Severity::code).toList();
    }
}
