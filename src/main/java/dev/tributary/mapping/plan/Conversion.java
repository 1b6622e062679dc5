package dev.tributary.mapping.plan;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Conversions that a row names by {@code as}; docs/mapping-language.md §6. */
enum Conversion {
    AUTHORITY("authority"),
    CODE_SYSTEM("code-system"),
    OID("oid"),
    URI("uri"),
    RAW("raw"),
    TEXT("text"),
    LINES("lines"),
    BASE64("base64"),
    HEX("hex"),
    MINUTES("minutes"),
    PLUS_MINUTES("plus-minutes"),
    DAY_OF_WEEK("day-of-week"),
    NAME("name");

    private final String word;

    Conversion(String word) {
        this.word = word;
    }

    static @Nullable Conversion of(String word) {
        for (Conversion each : values()) {
            if (each.word.equals(word)) {
                return each;
            }
        }
        return null;
    }

    static List<String> words() {
        return Arrays.stream(values()).map(each -> each.word).toList();
    }

    /** @return whether it reads all leaves of the source, not the first only */
    boolean readsAll() {
        return switch (this) {
            case CODE_SYSTEM, OID, DAY_OF_WEEK, PLUS_MINUTES -> false;
            default -> true;
        };
    }
}
