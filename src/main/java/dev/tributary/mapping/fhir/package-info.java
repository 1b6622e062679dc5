/**
 * What R4 has: {@link dev.tributary.mapping.fhir.FhirType}s and their {@link dev.tributary.mapping.fhir.FhirElement}s,
 * asked from the model classes themselves, which carry generated switches, so that neither reflection nor a FhirContext
 * is needed; and the writing of values into them.
 */
@NullMarked
package dev.tributary.mapping.fhir;

import org.jspecify.annotations.NullMarked;
