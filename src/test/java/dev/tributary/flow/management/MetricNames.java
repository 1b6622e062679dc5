package dev.tributary.flow.management;

import dev.tributary.base.Meters;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What kind of meter each of ours is, and what Prometheus calls its series. */
final class MetricNames {

    private static final List<String> TIMERS = List.of(".latency", ".time");
    private static final List<String> GAUGES =
            List.of(".queued", ".held", ".failed", ".age", ".depth", ".open", "mappings.refused");

    private MetricNames() {}

    static String kind(Meters meter) {
        if (TIMERS.stream().anyMatch(meter.meterName()::endsWith)) {
            return "timer";
        }
        return GAUGES.stream().anyMatch(meter.meterName()::endsWith) ? "gauge" : "counter";
    }

    /** @return the series of a meter, the most telling first */
    static List<String> series(Meters meter) {
        String name = meter.meterName().replace('.', '_');
        return switch (kind(meter)) {
            case "timer" ->
                Stream.of("_bucket", "_count", "_sum", "_max")
                        .map(end -> name + "_seconds" + end)
                        .toList();
            case "counter" -> List.of(name + "_total");
            default -> List.of(name);
        };
    }

    static Set<String> all() {
        return Stream.of(Meters.values())
                .flatMap(meter -> series(meter).stream())
                .collect(Collectors.toSet());
    }
}
