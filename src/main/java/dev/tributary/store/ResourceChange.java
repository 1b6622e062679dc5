package dev.tributary.store;

import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * What one write did to one resource; alert rules read this.
 *
 * @param before as stored before, or null if it is new
 * @param after as stored now, with its id and new version
 */
public record ResourceChange(@Nullable Resource before, Resource after) {}
