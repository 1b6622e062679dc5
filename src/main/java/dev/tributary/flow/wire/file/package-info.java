/** HL7 in files: a file in a feed's inbox ends in the same {@link dev.tributary.flow.wire.Intake} as a frame of MLLP. */
@NullMarked
package dev.tributary.flow.wire.file;

import org.jspecify.annotations.NullMarked;
