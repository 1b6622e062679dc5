package dev.tributary.mapping.guide;

import dev.tributary.mapping.document.TableKind;
import java.util.Locale;

/**
 * One row of the guide that assigns something, as far as facts go: none of its sentences.
 *
 * @param kind of its table
 * @param table {@code PID[Patient]}, {@code ADT_A01}
 * @param source as printed: {@code PID-8}, {@code CX.4}, in message tables the place in the structure; empty for some
 *     constants
 * @param attribute as printed: {@code gender}; in message tables {@code Patient[1]/PID[Patient]}
 * @param open what the row leaves to a person
 */
public record GuideRow(TableKind kind, String table, String source, String attribute, Open open) {

    /** What a row of the guide leaves open, so that it cannot run without a ruling. */
    public enum Open {
        /** Nothing: it says all that is needed. */
        NOTHING,
        /** When it holds: that stands in prose. */
        CONDITION,
        /** What it writes: that stands in prose. */
        VALUE,
        /** Where to: the guide asks for an extension that nobody has published. */
        EXTENSION;

        /** @return as written in {@code rows.csv} */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
