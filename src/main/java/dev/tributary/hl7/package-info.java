/**
 * What does this v2 message say.
 *
 * <p>Bytes come in as a {@link dev.tributary.hl7.WireMessage} and never change. {@link dev.tributary.hl7.Batch} finds the
 * messages in a file of many. {@link dev.tributary.hl7.HeaderPeek} reads a {@link dev.tributary.hl7.MessageHeader}, cheap
 * enough for the time before the acknowledgment; {@link dev.tributary.hl7.AckPolicy} decides by it who hears what, and
 * {@link dev.tributary.hl7.Acknowledgment} writes the answer. {@link dev.tributary.hl7.Hl7Reader} reads the whole into an
 * immutable {@link dev.tributary.hl7.Hl7Message}, tolerant of everything hospitals send: segments, {@link
 * dev.tributary.hl7.Field}s, repetitions, components and subcomponents are views into one text, made when asked for; what
 * is odd is a {@link dev.tributary.hl7.ReadIssue} and never a loss. {@link dev.tributary.hl7.FieldPath} addresses one
 * value, {@link dev.tributary.hl7.Leaf} is one that is there.
 *
 * <p>Knows no Spring, no database, no clock. May import {@code base}.
 */
@NullMarked
package dev.tributary.hl7;

import org.jspecify.annotations.NullMarked;
