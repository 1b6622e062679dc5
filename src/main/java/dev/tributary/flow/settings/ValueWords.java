package dev.tributary.flow.settings;

import dev.tributary.base.NearestWord;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.Charset;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.util.unit.DataSize;

/** Says in words what a setting's value has to look like. */
final class ValueWords {

    private static final Map<Type, List<String>> WORDS = Map.ofEntries(
            Map.entry(int.class, List.of("a whole number", "")),
            Map.entry(Integer.class, List.of("a whole number", "")),
            Map.entry(long.class, List.of("a whole number", "")),
            Map.entry(Long.class, List.of("a whole number", "")),
            Map.entry(boolean.class, List.of("true or false", "")),
            Map.entry(Boolean.class, List.of("true or false", "")),
            Map.entry(Duration.class, List.of("a time span", "write 500ms, 30s, 5m or 1h")),
            Map.entry(DataSize.class, List.of("a size", "write 512KB, 16MB or 1GB")),
            Map.entry(ZoneId.class, List.of("a time zone", "write UTC or a name such as Europe/Berlin")),
            Map.entry(
                    Charset.class,
                    List.of("a character set", "write UTF-8, ISO-8859-1, ISO-8859-15, windows-1252 or US-ASCII")));

    private ValueWords() {}

    static String expected(Type type) {
        if (type instanceof Class<?> plain && plain.isEnum()) {
            return "one of " + String.join(", ", constants(plain));
        }
        List<String> words = WORDS.get(type);
        return words == null ? "a " + simpleName(type) : words.get(0);
    }

    static String cure(Type type, String value) {
        if (type instanceof Class<?> plain && plain.isEnum()) {
            return NearestWord.cure(value, constants(plain));
        }
        List<String> words = WORDS.get(type);
        return words == null ? "" : words.get(1);
    }

    private static List<String> constants(Class<?> type) {
        return Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
                .toList();
    }

    private static String simpleName(Type type) {
        return type instanceof ParameterizedType generic
                ? simpleName(generic.getRawType())
                : type instanceof Class<?> plain ? plain.getSimpleName() : type.getTypeName();
    }
}
