/**
 * {@code /actuator/health}: database, broker, store and each feed, told apart.
 *
 * <p>{@link dev.tributary.flow.management.health.PartHealth} asks one {@link dev.tributary.flow.management.Probe} with a
 * limit of time, {@link dev.tributary.flow.management.health.FeedsHealth} shows the edge of each feed. A feed that does
 * not listen makes the engine DEGRADED and not DOWN: the other feeds go on, and nobody should restart an engine because
 * one port is closed.
 */
@NullMarked
package dev.tributary.flow.management.health;

import org.jspecify.annotations.NullMarked;
