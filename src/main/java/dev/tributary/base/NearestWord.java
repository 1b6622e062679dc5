package dev.tributary.base;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Offers the words a user may have meant. */
public final class NearestWord {

    private NearestWord() {}

    /**
     * @param word as the user wrote it
     * @param valid what would have been right
     * @return up to three of the valid words, nearest first, none further off than half the word's length plus one
     */
    public static List<String> of(String word, Collection<String> valid) {
        String lower = word.toLowerCase(Locale.ROOT);
        int limit = word.length() / 2 + 1;
        return valid.stream()
                .filter(candidate -> distance(lower, candidate.toLowerCase(Locale.ROOT)) <= limit)
                .sorted(Comparator.comparingInt(
                                (String candidate) -> distance(lower, candidate.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()))
                .limit(3)
                .toList();
    }

    /** @return {@code did you mean a, b or c?}, or an empty text where nothing is near */
    public static String cure(String word, Collection<String> valid) {
        List<String> near = of(word, valid);
        return near.isEmpty() ? "" : "did you mean " + String.join(" or ", near) + "?";
    }

    // Levenshtein over two rows: words are short and this runs only when something is wrong
    private static int distance(String a, String b) {
        int[] previous = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] current = new int[b.length() + 1];
            current[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(substitution, Math.min(previous[j], current[j - 1]) + 1);
            }
            previous = current;
        }
        return previous[b.length()];
    }
}
