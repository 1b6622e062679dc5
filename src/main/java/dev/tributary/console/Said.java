package dev.tributary.console;

import java.util.Map;

/** What pages say after an action. The address carries the key only, so that a link cannot put words into our mouth. */
final class Said {

    private static final Map<String, String> WORDS = Map.of(
            "replay", "It is queued to be processed again, with today’s mapping.",
            "release", "It was released: it goes first, then those that waited behind it.",
            "skip", "It was passed over. Its lane goes on.",
            "twice", "This form was already sent once. Nothing was done a second time.",
            "acknowledged", "The alert is acknowledged.",
            "resent", "It is in that subscriber’s queue again.");

    private Said() {}

    static String words(String key) {
        return WORDS.getOrDefault(key, "");
    }
}
