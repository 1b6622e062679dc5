package dev.tributary.flow.rehearsal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gathers differences by kind. Its size has a bound, whatever the traffic: of each element the first few pairs of values are
 * counted one by one and the others together, and of the elements the first few hundred. Not thread-safe.
 */
final class Differences {

    static final int MOST_ELEMENTS = 300;
    static final int MOST_VALUES = 12;
    private static final int EXAMPLES = 5;
    private static final int LONGEST_VALUE = 120;

    private record Pair(String before, String after) {}

    private static final class Sum {
        private long count;
        private final List<Long> examples = new ArrayList<>(EXAMPLES);

        private void add(long message) {
            count++;
            if (examples.size() < EXAMPLES && !examples.contains(message)) {
                examples.add(message);
            }
        }
    }

    private static final class Element {
        private final Map<Pair, Sum> pairs = new LinkedHashMap<>();
        private final Sum others = new Sum();
    }

    private final Map<String, Element> elements = new LinkedHashMap<>();
    private final Sum further = new Sum();

    void add(String element, String before, String after, long message) {
        Element its = elements.get(element);
        if (its == null) {
            if (elements.size() >= MOST_ELEMENTS) {
                further.add(message);
                return;
            }
            its = new Element();
            elements.put(element, its);
        }
        Pair pair = new Pair(cut(before), cut(after));
        Sum sum = its.pairs.get(pair);
        if (sum == null && its.pairs.size() < MOST_VALUES) {
            sum = new Sum();
            its.pairs.put(pair, sum);
        }
        (sum == null ? its.others : sum).add(message);
    }

    /** @return all kinds, the most frequent first */
    List<Difference> all() {
        List<Difference> all = new ArrayList<>();
        elements.forEach((element, its) -> {
            its.pairs.forEach((pair, sum) -> all.add(
                    new Difference(element, pair.before(), pair.after(), false, sum.count, List.copyOf(sum.examples))));
            if (its.others.count > 0) {
                all.add(new Difference(element, "", "", true, its.others.count, List.copyOf(its.others.examples)));
            }
        });
        if (further.count > 0) {
            all.add(new Difference("further elements", "", "", true, further.count, List.copyOf(further.examples)));
        }
        all.sort(Comparator.comparingLong(Difference::count).reversed());
        return all;
    }

    private static String cut(String text) {
        return text.length() > LONGEST_VALUE ? text.substring(0, LONGEST_VALUE) + "…" : text;
    }
}
