package dev.tributary.cli.send;

import java.util.Arrays;
import java.util.Locale;

/** Every latency of a run, exact. Used by one thread, then merged. */
final class Latencies {

    private long[] nanos = new long[1024];
    private int size;

    void add(long latency) {
        if (size == nanos.length) {
            nanos = Arrays.copyOf(nanos, size * 2);
        }
        nanos[size++] = latency;
    }

    void addAll(Latencies other) {
        for (int i = 0; i < other.size; i++) {
            add(other.nanos[i]);
        }
    }

    int size() {
        return size;
    }

    /**
     * @param fraction 0.5 for the median, 1 for the largest
     * @return the smallest latency in nanoseconds that at least this fraction of all does not exceed; 0 of none
     */
    long percentile(double fraction) {
        if (size == 0) {
            return 0;
        }
        long[] sorted = Arrays.copyOf(nanos, size);
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(fraction * size);
        return sorted[Math.min(size - 1, Math.max(0, rank - 1))];
    }

    /** @return p50, p90, p99 and max in milliseconds */
    String text() {
        return String.format(
                Locale.ROOT,
                "p50 %.2f   p90 %.2f   p99 %.2f   max %.2f",
                millis(percentile(0.5)),
                millis(percentile(0.9)),
                millis(percentile(0.99)),
                millis(percentile(1)));
    }

    static double millis(long nanos) {
        return nanos / 1e6;
    }
}
