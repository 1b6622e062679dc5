package dev.tributary.alert.rule;

import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** A text with {@code {name}} placeholders. */
final class TextTemplate {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)\\}");

    private final String text;
    private final Set<String> placeholders = new LinkedHashSet<>();

    private TextTemplate(String text) {
        this.text = text;
        PLACEHOLDER.matcher(text).results().forEach(found -> placeholders.add(found.group(1)));
    }

    static TextTemplate of(String text) {
        return new TextTemplate(text);
    }

    Set<String> placeholders() {
        return placeholders;
    }

    /** @param value gives the text for a placeholder's name */
    String fill(Function<String, String> value) {
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(found -> java.util.regex.Matcher.quoteReplacement(value.apply(found.group(1))));
    }
}
