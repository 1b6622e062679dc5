/** {@code coverage}: HL7's guide and what our tables make of it, without a server. */
@NullMarked
package dev.tributary.cli.coverage;

import org.jspecify.annotations.NullMarked;
