package dev.tributary.hl7.preprocess;

import dev.tributary.hl7.FieldPath;
import dev.tributary.hl7.MessageEditor;
import dev.tributary.hl7.Separators;
import java.util.List;

/**
 * Takes spaces off both ends of every value: in the fields named, else everywhere but in the texts of OBX-5 and NTE-3,
 * whose columns are often laid out with spaces.
 */
record Trim(List<FieldPath> fields) implements Step {

    static final String NAME = "trim";
    static final String EXAMPLE = "trim, or trim PID-3 PV1-19";

    static Step of(Arguments arguments) {
        return new Trim(arguments.paths(0));
    }

    @Override
    public void apply(MessageEditor message, List<Change> changes) {
        for (FieldPath field : fields) {
            Places.edit(message, NAME, field, raw -> trimmed(raw, message.separators()), changes);
        }
        if (fields.isEmpty()) {
            everywhere(message, changes);
        }
    }

    private static void everywhere(MessageEditor message, List<Change> changes) {
        for (String name : message.names().stream().distinct().toList()) {
            int segments = name.isEmpty() ? 0 : message.count(name);
            for (int occurrence = 1; occurrence <= segments; occurrence++) {
                int last = message.fields(name, occurrence);
                for (int field = 1; field <= last; field++) {
                    if (!isText(name, field)) {
                        trim(message, new FieldPath(name, occurrence, field, 1, 0, 0), changes);
                    }
                }
            }
        }
    }

    private static void trim(MessageEditor message, FieldPath at, List<Change> changes) {
        String before = message.field(at.segment(), at.occurrence(), at.field());
        String after = trimmed(before, message.separators());
        if (!after.equals(before) && message.setField(at.segment(), at.occurrence(), at.field(), after)) {
            changes.add(new Change(NAME, at, null));
        }
    }

    private static boolean isText(String segment, int field) {
        return segment.equals("OBX") && field == 5 || segment.equals("NTE") && field == 3;
    }

    static String trimmed(String raw, Separators separators) {
        StringBuilder out = new StringBuilder(raw.length());
        int start = 0;
        for (int at = 0; at <= raw.length(); at++) {
            if (at == raw.length() || isDelimiter(raw.charAt(at), separators)) {
                out.append(stripped(raw.substring(start, at)));
                if (at < raw.length()) {
                    out.append(raw.charAt(at));
                }
                start = at + 1;
            }
        }
        return out.toString();
    }

    private static boolean isDelimiter(char c, Separators separators) {
        return c == separators.component() || c == separators.subcomponent() || c == separators.repetition();
    }

    private static String stripped(String value) {
        int from = 0;
        int to = value.length();
        while (from < to && value.charAt(from) == ' ') {
            from++;
        }
        while (to > from && value.charAt(to - 1) == ' ') {
            to--;
        }
        return value.substring(from, to);
    }
}
