/**
 * HL7's v2-to-FHIR guide as a list of facts, and what our tables make of each of its rows.
 * {@link GuideRows} are the rows, {@link GuideFolder} reads them out of HL7's own files, {@link GuideCoverage} matches
 * them with ours, {@link GuidePages} writes the pages of {@code docs/} about it.
 */
@NullMarked
package dev.tributary.mapping.guide;

import org.jspecify.annotations.NullMarked;
