package dev.tributary.journal;

import java.time.Duration;

/**
 * How long to wait before the next attempt.
 *
 * @param first after the first failure
 * @param longest the wait doubles up to here
 */
record BackOff(Duration first, Duration longest) {

    /**
     * @param failures from 1
     * @return the wait
     */
    Duration after(int failures) {
        int doublings = Math.min(Math.max(failures, 1) - 1, 30);
        Duration wait = first.multipliedBy(1L << doublings);
        return wait.compareTo(longest) > 0 ? longest : wait;
    }

    long nanosAfter(int failures) {
        return after(failures).toNanos();
    }
}
