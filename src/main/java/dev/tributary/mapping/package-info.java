/**
 * How v2 becomes FHIR: the tables in {@code mappings/}, parsed to {@code MappingDocument}s, compiled once to an
 * immutable {@link dev.tributary.mapping.MappingPlan}, run as a pure function that gives a {@link dev.tributary.mapping.MappingResult}. No
 * Spring, no database, no clock, no random numbers: what a plan may know of the world is the {@link
 * dev.tributary.mapping.FeedProfile}.
 */
@NullMarked
package dev.tributary.mapping;

import org.jspecify.annotations.NullMarked;
