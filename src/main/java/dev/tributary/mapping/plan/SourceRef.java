package dev.tributary.mapping.plan;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A source as written: {@code PID}, {@code PID-3}, {@code PID-3[1].4.2}, {@code CX.4.2}.
 *
 * @param owner the segment or data type
 * @param field from 1; 0 where none is named
 * @param repetition from 1; 0 where none is named
 * @param component from 1; 0 where none is named
 * @param subcomponent from 1; 0 where none is named
 */
public record SourceRef(String owner, int field, int repetition, int component, int subcomponent) {

    private static final Pattern FIELD = Pattern.compile(
            "([A-Z][A-Z0-9]{2})-([0-9]{1,3})(?:\\[([0-9]{1,3})])?(?:\\.([0-9]{1,2})(?:\\.([0-9]{1,2}))?)?");
    private static final Pattern COMPONENT = Pattern.compile("([A-Z][A-Z0-9]{1,3})\\.([0-9]{1,2})(?:\\.([0-9]{1,2}))?");
    private static final Pattern WHOLE = Pattern.compile("[A-Z][A-Z0-9]{1,3}");

    /** @return what the text means; null if it has another form */
    static @Nullable SourceRef parse(String text) {
        Matcher field = FIELD.matcher(text);
        if (field.matches()) {
            return new SourceRef(
                    field.group(1),
                    Integer.parseInt(field.group(2)),
                    number(field.group(3)),
                    number(field.group(4)),
                    number(field.group(5)));
        }
        Matcher component = COMPONENT.matcher(text);
        if (component.matches()) {
            return new SourceRef(
                    component.group(1), 0, 0, Integer.parseInt(component.group(2)), number(component.group(3)));
        }
        return WHOLE.matcher(text).matches() ? new SourceRef(text, 0, 0, 0, 0) : null;
    }

    /** @return whether it names the whole segment or type */
    boolean isWhole() {
        return field == 0 && component == 0;
    }

    private static int number(@Nullable String digits) {
        return digits == null ? 0 : Integer.parseInt(digits);
    }
}
