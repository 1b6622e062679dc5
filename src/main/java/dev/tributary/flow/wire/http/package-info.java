/** HL7 over HTTP: a POST ends in the same {@link dev.tributary.flow.wire.Intake} as a frame of MLLP. */
@NullMarked
package dev.tributary.flow.wire.http;

import org.jspecify.annotations.NullMarked;
