package dev.tributary.alert.rule;

import dev.tributary.alert.Severity;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One rule as written, checked for form but not yet compiled.
 *
 * @param file as the user would name it
 * @param line of the rule's name, from 1
 * @param name unique among all rules
 * @param title a sentence for people
 * @param event what happened, as subscribers filter it
 * @param resource FHIR resource type it looks at
 * @param feeds feeds it listens to; empty for all
 * @param triggers {@code ADT^A01}, {@code ADT^*}; empty for all
 * @param when FHIRPath that is true if there is something to tell
 * @param key FHIRPath expressions that together make one fact that fact and no other
 * @param severity how soon a person must know
 * @param audience roles that must hear it
 * @param text template with {@code {name}} for the values
 * @param values FHIRPath by name of the placeholder
 * @param conduct what else it does
 */
public record AlertRule(
        String file,
        int line,
        String name,
        String title,
        String event,
        String resource,
        Set<String> feeds,
        List<String> triggers,
        Located<String> when,
        List<Located<String>> key,
        Severity severity,
        List<String> audience,
        Located<String> text,
        Map<String, Located<String>> values,
        Conduct conduct) {

    /** @return {@code file:line} */
    public String place() {
        return file + ":" + line;
    }
}
