package dev.tributary.console;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Constants as JSON and settings write them: {@code HOLD_LANE} is {@code hold-lane}. */
final class Words {

    private Words() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /**
     * @param where name of the parameter
     * @param word as the user wrote it
     * @return the constant of that word
     * @throws IllegalArgumentException that names the valid words
     */
    static <E extends Enum<E>> E constant(String where, String word, E[] constants) {
        return Arrays.stream(constants)
                .filter(constant -> of(constant).equalsIgnoreCase(word.strip()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(where + ": no such word; use one of "
                        + Arrays.stream(constants).map(Words::of).collect(Collectors.joining(", "))));
    }

    static <V> Map<String, V> keyed(Map<? extends Enum<?>, V> values) {
        Map<String, V> keyed = new TreeMap<>();
        values.forEach((constant, value) -> keyed.put(of(constant), value));
        return keyed;
    }
}
