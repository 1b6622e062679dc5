package dev.tributary.mapping.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A target as written (docs/mapping-language.md §3).
 *
 * @param resource a further resource the path starts in, {@code RelatedPerson} of {@code RelatedPerson[m].name}; empty if none
 * @param resourceLabel its label
 * @param chain the number of a chain's resource the path starts in; 0 if none
 * @param steps the elements; none for {@code $this} alone
 */
record TargetPath(String resource, String resourceLabel, int chain, List<Step> steps) {

    /** The label of what has none. */
    static final String FIRST = "1";

    /** The label of what the tables that fill a resource fill together, one element for each run of a table. */
    static final String RUN = "run";

    private static final Pattern FIELD = Pattern.compile("[A-Z][A-Z0-9]{2}-[1-9][0-9]*");

    /** @return whether a label names a field, by whose value segments fill one element together */
    static boolean isField(String label) {
        return label.length() >= 5 && FIELD.matcher(label).matches();
    }

    /**
     * One element of a path.
     *
     * @param name of the element
     * @param label {@link #FIRST} where none is written
     * @param star whether it takes one element per repetition
     * @param inner what it refers to and the path in there; null if it has none
     */
    record Step(
            String name,
            String label,
            boolean star,
            @Nullable TargetPath inner) {}

    /** What is wrong with a path. */
    static final class SyntaxException extends Exception {

        private static final long serialVersionUID = 1L;

        SyntaxException(String what) {
            super(what);
        }
    }

    static TargetPath parse(String text) throws SyntaxException {
        Cursor cursor = new Cursor(text);
        TargetPath path = path(cursor);
        if (!cursor.atEnd()) {
            throw new SyntaxException("'" + text + "' goes wrong at '" + cursor.rest() + "'");
        }
        return path;
    }

    private static TargetPath path(Cursor cursor) throws SyntaxException {
        if (cursor.skip("$this") || cursor.skip("$value")) {
            return new TargetPath("", FIRST, 0, cursor.skip(".") ? steps(cursor) : List.of());
        }
        if (cursor.peek('[')) {
            String[] label = label(cursor);
            if (!label[0].matches("[0-9]+")) {
                throw new SyntaxException("a chain's resource has a number, not '" + label[0] + "'");
            }
            List<Step> steps = cursor.skip(".") ? steps(cursor) : List.of();
            return new TargetPath("", FIRST, Integer.parseInt(label[0]), steps);
        }
        if (cursor.isUpperCase()) {
            String resource = cursor.word();
            String[] label = label(cursor);
            return new TargetPath(resource, label[0], 0, cursor.skip(".") ? steps(cursor) : List.of());
        }
        return new TargetPath("", FIRST, 0, steps(cursor));
    }

    private static List<Step> steps(Cursor cursor) throws SyntaxException {
        List<Step> steps = new ArrayList<>();
        do {
            String name = cursor.word();
            if (name.isEmpty()) {
                throw new SyntaxException("an element's name is missing before '" + cursor.rest() + "'");
            }
            String[] label = label(cursor);
            TargetPath inner = null;
            if (cursor.skip("(")) {
                inner = path(cursor);
                if (inner.resource().isEmpty()) {
                    throw new SyntaxException("in brackets after '" + name + "' stands the type it refers to");
                }
                if (!cursor.skip(")")) {
                    throw new SyntaxException("the bracket after '" + name + "' is not closed");
                }
            }
            steps.add(new Step(name, label[0], label[1].equals("*"), inner));
        } while (cursor.skip("."));
        return List.copyOf(steps);
    }

    private static String[] label(Cursor cursor) throws SyntaxException {
        if (!cursor.skip("[")) {
            return new String[] {FIRST, ""};
        }
        String label = cursor.word();
        boolean star = cursor.skip("*");
        if (!cursor.skip("]") || (label.isEmpty() && !star)) {
            throw new SyntaxException("a label is written like [1], [home], [*] or [1*]");
        }
        return new String[] {label.isEmpty() ? FIRST : label, star ? "*" : ""};
    }

    /** Goes through a text. */
    private static final class Cursor {

        private final String text;
        private int at;

        Cursor(String text) {
            this.text = text;
        }

        boolean skip(String word) {
            if (text.startsWith(word, at)) {
                at += word.length();
                return true;
            }
            return false;
        }

        boolean peek(char c) {
            return at < text.length() && text.charAt(at) == c;
        }

        boolean isUpperCase() {
            return at < text.length() && Character.isUpperCase(text.charAt(at));
        }

        String word() {
            int from = at;
            while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '-')) {
                at++;
            }
            return text.substring(from, at);
        }

        boolean atEnd() {
            return at == text.length();
        }

        String rest() {
            return text.substring(at);
        }
    }
}
