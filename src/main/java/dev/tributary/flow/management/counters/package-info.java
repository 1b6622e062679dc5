/**
 * The numbers of invariant 3, read once for everybody who looks: the console, {@code /api/feeds} and {@code
 * /actuator/prometheus} share one {@link dev.tributary.flow.management.counters.CountersCache}, {@link
 * dev.tributary.flow.management.counters.JournalMeters} makes meters of it.
 */
@NullMarked
package dev.tributary.flow.management.counters;

import org.jspecify.annotations.NullMarked;
