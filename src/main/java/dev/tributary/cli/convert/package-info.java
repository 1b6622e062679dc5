/** {@code convert}: HL7 v2 files to FHIR Bundles, without a server. */
@NullMarked
package dev.tributary.cli.convert;

import org.jspecify.annotations.NullMarked;
