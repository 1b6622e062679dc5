package dev.tributary.cli.prove;

import dev.tributary.cli.prove.Discrepancy.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What came out.
 *
 * @param facts figures of the run, by name
 * @param discrepancies all of them
 */
record Verdict(Map<String, String> facts, List<Discrepancy> discrepancies) {

    boolean isGood() {
        return discrepancies.isEmpty();
    }

    long count(Kind kind) {
        return discrepancies.stream().filter(each -> each.kind() == kind).count();
    }

    /** @return {@code lost 0, doubled 0, out of order 0, wrong 0, unbalanced 0} */
    String line() {
        List<String> parts = new ArrayList<>();
        for (Kind kind : Kind.values()) {
            parts.add(kind.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + count(kind));
        }
        return String.join(", ", parts);
    }

    /** @return so many discrepancies of each ledger and kind, the most frequent first */
    Map<String, Long> summary() {
        Map<String, Long> counts = discrepancies.stream()
                .collect(Collectors.groupingBy(
                        each -> each.ledger() + ", "
                                + each.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        Collectors.counting()));
        Map<String, Long> sorted = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
                .forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
        return sorted;
    }
}
