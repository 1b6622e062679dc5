package dev.tributary.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What changed between two texts, line by line, for reading. */
final class LineChanges {

    /** Beyond that what lies between the first and the last change is shown whole. */
    private static final int MOST_CELLS = 4_000_000;

    private LineChanges() {}

    /**
     * @param before null if there was none
     * @param after null if there is none any more
     * @param most lines at most
     * @return lines that went ({@code - }) and came ({@code + }), in their order; what stands in both is left away
     */
    static List<String> between(@Nullable String before, @Nullable String after, int most) {
        List<String> old = lines(before);
        List<String> now = lines(after);
        int head = 0;
        while (head < Math.min(old.size(), now.size()) && old.get(head).equals(now.get(head))) {
            head++;
        }
        int tail = 0;
        while (tail < Math.min(old.size(), now.size()) - head
                && old.get(old.size() - 1 - tail).equals(now.get(now.size() - 1 - tail))) {
            tail++;
        }
        List<String> changes = changes(old.subList(head, old.size() - tail), now.subList(head, now.size() - tail));
        if (changes.size() <= most) {
            return changes;
        }
        List<String> some = new ArrayList<>(changes.subList(0, most));
        some.add("… " + (changes.size() - most) + " lines more");
        return some;
    }

    // by the longest common subsequence: a change at the top and one at the bottom stay two changes
    private static List<String> changes(List<String> old, List<String> now) {
        List<String> changes = new ArrayList<>();
        if ((long) old.size() * now.size() > MOST_CELLS) {
            old.forEach(line -> changes.add("- " + line));
            now.forEach(line -> changes.add("+ " + line));
            return changes;
        }
        int[][] common = new int[old.size() + 1][now.size() + 1];
        for (int i = old.size() - 1; i >= 0; i--) {
            for (int j = now.size() - 1; j >= 0; j--) {
                common[i][j] = old.get(i).equals(now.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        int i = 0;
        int j = 0;
        while (i < old.size() || j < now.size()) {
            if (i < old.size() && j < now.size() && old.get(i).equals(now.get(j))) {
                i++;
                j++;
            } else if (j == now.size() || i < old.size() && common[i + 1][j] >= common[i][j + 1]) {
                changes.add("- " + old.get(i++));
            } else {
                changes.add("+ " + now.get(j++));
            }
        }
        return changes;
    }

    private static List<String> lines(@Nullable String text) {
        return text == null || text.isEmpty() ? List.of() : Arrays.asList(text.split("\n"));
    }
}
