package dev.tributary.hl7;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in a message as ERR names it (ERL, HL7 v2.5.1 §2.A.28): a fault's {@code where} where it is a path or a segment,
 * nothing where it is a file or a part of the engine.
 */
record Location(String segment, int sequence, int field, int repetition, int component, int subcomponent) {

    private static final Location NOWHERE = new Location("", 0, 0, 0, 0, 0);
    private static final Pattern SEGMENT = Pattern.compile("([A-Z][A-Z0-9]{2})(?:\\[([1-9][0-9]{0,8})])?");

    static Location of(String where) {
        Matcher bare = SEGMENT.matcher(where);
        if (bare.matches()) {
            String number = bare.group(2);
            return new Location(bare.group(1), number == null ? 1 : Integer.parseInt(number), 0, 0, 0, 0);
        }
        try {
            FieldPath path = FieldPath.parse(where);
            return new Location(
                    path.segment(),
                    path.occurrence(),
                    path.field(),
                    path.repetition(),
                    path.component(),
                    path.subcomponent());
        } catch (IllegalArgumentException notAPath) {
            return NOWHERE;
        }
    }

    /** @return segment, sequence and field of ERR-1 up to 2.4; the code follows as the fourth component */
    String old(char delimiter) {
        return segment + delimiter + text(sequence) + delimiter + text(field);
    }

    /** @return ERR-2 from 2.5 on, without trailing delimiters */
    String now(char delimiter) {
        StringBuilder text = new StringBuilder(segment);
        for (int number : new int[] {sequence, field, repetition, component, subcomponent}) {
            if (number == 0) {
                break;
            }
            text.append(delimiter).append(number);
        }
        return text.toString();
    }

    private static String text(int number) {
        return number == 0 ? "" : Integer.toString(number);
    }
}
