package dev.tributary.cli;

import java.io.PrintWriter;
import java.time.Clock;

/**
 * Where a verb writes, and its clock.
 *
 * @param out results, for people and pipes
 * @param err progress and what went wrong
 * @param clock for control ids and time stamps
 */
public record Terminal(PrintWriter out, PrintWriter err, Clock clock) {}
