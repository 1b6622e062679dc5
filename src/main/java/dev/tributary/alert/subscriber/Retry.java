package dev.tributary.alert.subscriber;

import java.time.Duration;

/**
 * How an alert that was not taken is tried again. Each wait is twice the one before, give or take a fifth, up to the
 * longest.
 *
 * @param min first wait
 * @param max longest wait
 * @param opensAfter failures in a row after which the circuit is open: then there is one attempt each {@code max} and no
 *     other, until one succeeds
 */
public record Retry(Duration min, Duration max, int opensAfter) {}
