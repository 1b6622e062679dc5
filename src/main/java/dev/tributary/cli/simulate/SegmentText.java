package dev.tributary.cli.simulate;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A segment in the course of being written; fields by HL7's numbers. */
final class SegmentText {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyyMMddHHmmss", Locale.ROOT);
    private static final List<String> HEADERS = List.of("MSH", "BHS", "FHS");

    private final List<String> parts = new ArrayList<>();
    // field 1 of a header is the separator itself
    private final int shift;

    SegmentText(String name) {
        parts.add(name);
        shift = HEADERS.contains(name) ? 1 : 0;
    }

    SegmentText set(int field, String value) {
        int at = field - shift;
        while (parts.size() <= at) {
            parts.add("");
        }
        parts.set(at, value);
        return this;
    }

    /** @return as HL7 writes it, to the second */
    static String time(LocalDateTime time) {
        return TIME.format(time);
    }

    @Override
    public String toString() {
        return String.join("|", parts);
    }
}
