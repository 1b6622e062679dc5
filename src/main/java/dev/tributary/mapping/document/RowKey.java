package dev.tributary.mapping.document;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The keys of a row; docs/mapping-language.md §1 says what each does. */
public enum RowKey {
    /** The source. */
    FROM,
    /** The place of a segment in the structure. */
    AT,
    /** The target. */
    TO,
    /** The condition. */
    WHEN,
    /** Another table. */
    USE,
    /** A code table. */
    CODE,
    /** A constant. */
    CONST,
    /** A text put together. */
    ASSIGN,
    /** A conversion by name. */
    AS,
    /** References to set. */
    LINK,
    /** Whether the original of a translation is kept. */
    ORIGINAL,
    /** Why the source is left out. */
    IGNORE,
    /** Why the guide's row is not run. */
    OVERRULE,
    /** Why the row differs from the guide's. */
    RULING,
    /** Which row of the guide this is. */
    GUIDE,
    /** The row's own id. */
    ID,
    /** Whether the resource is about the patient. */
    RECORD,
    /** In overlays: the id of the row this one follows. */
    AFTER;

    /** What rows of segment and data type tables may have. */
    static final List<RowKey> OF_VALUES = Arrays.stream(values())
            .filter(key -> key != AT && key != RECORD && key != AFTER)
            .toList();

    /** What rows of message tables may have. */
    static final List<RowKey> OF_MESSAGES =
            List.of(AT, TO, WHEN, USE, LINK, IGNORE, OVERRULE, RULING, GUIDE, ID, RECORD);

    private static final Map<String, RowKey> BY_WORD =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(RowKey::word, key -> key));

    /** @return the key as written in a file */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @return the key of this word; null if there is none */
    static @Nullable RowKey of(String word) {
        return BY_WORD.get(word);
    }
}
