package dev.tributary.cli.send;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A load run as asked for.
 *
 * @param templates taken in turn
 * @param connections how many send at a time
 * @param rate messages per second over all connections; 0 for as fast as it goes
 * @param count how many messages at most
 * @param duration how long at most
 * @param csv where to write a line for each message
 * @param run differs from run to run
 */
record LoadPlan(
        Templates templates,
        int connections,
        double rate,
        long count,
        Optional<Duration> duration,
        Optional<Path> csv,
        String run) {}
