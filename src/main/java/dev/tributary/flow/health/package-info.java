/**
 * The engine's own health as something to alert about. Every minute {@link dev.tributary.flow.health.HealthWatch} asks each
 * {@link dev.tributary.flow.health.HealthSource} for {@link dev.tributary.flow.health.Measurement}s and shows them to the
 * alert rules as FHIR Parameters; what is too much, and what is well again, stands in {@code mappings/alerts/}.
 */
@NullMarked
package dev.tributary.flow.health;

import org.jspecify.annotations.NullMarked;
