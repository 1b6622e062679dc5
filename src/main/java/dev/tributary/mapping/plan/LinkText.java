package dev.tributary.mapping.plan;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A link as written: {@code Encounter[1].subject = Patient[1]}, or {@code … = "text"}. The guide's endings {@code
 * .reference} and {@code .id} are taken off.
 *
 * @param left what refers, with the path of the reference
 * @param right what is referred to; empty for a constant
 * @param constant the constant; empty for a reference
 */
record LinkText(String left, String right, String constant) {

    private static final Pattern FORM =
            Pattern.compile("\\s*([^=\\s]+)\\s*=\\s*(?:\"([^\"]+)\"|([^\"\\s;]+))\\s*;?\\s*");

    static @Nullable LinkText parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return null;
        }
        String constant = matcher.group(2) == null ? "" : matcher.group(2);
        String right = matcher.group(3) == null ? "" : without(matcher.group(3), ".id");
        return new LinkText(without(matcher.group(1), ".reference"), right, constant);
    }

    private static String without(String text, String ending) {
        return text.endsWith(ending) ? text.substring(0, text.length() - ending.length()) : text;
    }
}
