package dev.tributary.hl7;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The address of a value in a message.
 *
 * <p>Textual form: {@code SEG[occurrence]-field[repetition].component.subcomponent}, all numbers from 1 as in the
 * standard. {@code [1]} may be left out and is not printed; so may component and subcomponent, which makes the path mean
 * the whole repetition or component: {@code PID-3}, {@code PID-3.4}, {@code PID-3[2].4.1}, {@code OBX[2]-5}. {@code
 * ???} is the name of lines without a segment name. Paths compare by name, then by the numbers in order.
 *
 * @param segment three characters, {@code PID}
 * @param occurrence among the segments of the same name in the message, from 1
 * @param field from 1; MSH-1 is the field separator
 * @param repetition from 1
 * @param component from 1; 0 for the whole repetition
 * @param subcomponent from 1; 0 for the whole component
 */
public record FieldPath(String segment, int occurrence, int field, int repetition, int component, int subcomponent)
        implements Comparable<FieldPath> {

    private static final Pattern FORM = Pattern.compile("([A-Z][A-Z0-9]{2}|\\?\\?\\?)(?:\\[([1-9][0-9]{0,8})])?"
            + "-([1-9][0-9]{0,8})(?:\\[([1-9][0-9]{0,8})])?"
            + "(?:\\.([1-9][0-9]{0,8})(?:\\.([1-9][0-9]{0,8}))?)?");

    private static final Comparator<FieldPath> ORDER = Comparator.comparing(FieldPath::segment)
            .thenComparingInt(FieldPath::occurrence)
            .thenComparingInt(FieldPath::field)
            .thenComparingInt(FieldPath::repetition)
            .thenComparingInt(FieldPath::component)
            .thenComparingInt(FieldPath::subcomponent);

    /** @throws IllegalArgumentException if a number is out of its range, or a subcomponent has no component */
    public FieldPath {
        if (occurrence < 1 || field < 1 || repetition < 1 || component < 0 || subcomponent < 0) {
            throw new IllegalArgumentException("a path counts from 1: " + segment + "-" + field);
        }
        if (subcomponent > 0 && component == 0) {
            throw new IllegalArgumentException("a subcomponent needs its component: " + segment + "-" + field);
        }
    }

    /**
     * @param text in the form above
     * @return the path
     * @throws IllegalArgumentException if the text has another form; the message names it and shows an example
     */
    public static FieldPath parse(String text) {
        Matcher parts = FORM.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no path: write it like PID-3, PID-3[2].4.1 or OBX[2]-5");
        }
        return new FieldPath(
                parts.group(1),
                number(parts.group(2), 1),
                number(parts.group(3), 1),
                number(parts.group(4), 1),
                number(parts.group(5), 0),
                number(parts.group(6), 0));
    }

    /** @return the path of a whole field of the first such segment, first repetition */
    public static FieldPath of(String segment, int field) {
        return new FieldPath(segment, 1, field, 1, 0, 0);
    }

    /**
     * @return the path of the leaf that stands here where nothing is divided further: component and subcomponent 1
     *     where they are left out. A value that the sender did not divide is its own first component (HL7 v2.5.1 §2.5.3), so
     *     two paths mean the same leaf when this is equal
     */
    public FieldPath leaf() {
        return new FieldPath(segment, occurrence, field, repetition, Math.max(1, component), Math.max(1, subcomponent));
    }

    /** @return whether the other path is this one or lies within it */
    public boolean covers(FieldPath other) {
        return segment.equals(other.segment)
                && occurrence == other.occurrence
                && field == other.field
                && repetition == other.repetition
                && (component == 0 || component == Math.max(1, other.component))
                && (subcomponent == 0 || subcomponent == Math.max(1, other.subcomponent));
    }

    @Override
    public int compareTo(FieldPath other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(16).append(segment);
        if (occurrence > 1) {
            text.append('[').append(occurrence).append(']');
        }
        text.append('-').append(field);
        if (repetition > 1) {
            text.append('[').append(repetition).append(']');
        }
        if (component > 0) {
            text.append('.').append(component);
        }
        if (subcomponent > 0) {
            text.append('.').append(subcomponent);
        }
        return text.toString();
    }

    private static int number(@Nullable String digits, int missing) {
        return digits == null ? missing : Integer.parseInt(digits);
    }
}
