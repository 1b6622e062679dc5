/**
 * What does this v2 message say.
 *
 * <p>Bytes come in as a {@link dev.tributary.hl7.WireMessage} and never change. {@link
 * dev.tributary.hl7.MessageHeader} is a peek at MSH, cheap enough for the time before the acknowledgment; {@link
 * dev.tributary.hl7.Hl7Reader} reads the whole into an immutable {@link dev.tributary.hl7.Hl7Message}, tolerant of
 * everything hospitals send; {@link dev.tributary.hl7.FieldPath} addresses one leaf; {@link
 * dev.tributary.hl7.Acknowledgment} writes the answer. Knows no Spring, no database, no clock.
 */
@NullMarked
package dev.tributary.hl7;

import org.jspecify.annotations.NullMarked;
