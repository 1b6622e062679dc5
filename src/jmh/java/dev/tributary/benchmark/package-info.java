/** How fast messages become FHIR, and how fast by others; docs/benchmarks.md says how to run it. */
@NullMarked
package dev.tributary.benchmark;

import org.jspecify.annotations.NullMarked;
