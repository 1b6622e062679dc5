package dev.tributary.console;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Constants as JSON and settings write them: {@code HOLD_LANE} is {@code hold-lane}. */
final class Words {

    private Words() {}

    static String of(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static <V> Map<String, V> keyed(Map<? extends Enum<?>, V> values) {
        Map<String, V> keyed = new TreeMap<>();
        values.forEach((constant, value) -> keyed.put(of(constant), value));
        return keyed;
    }
}
