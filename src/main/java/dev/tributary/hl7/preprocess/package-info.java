/**
 * Sender quirks, mended before anything else looks: a feed's {@code preprocess} settings name steps from a closed catalog.
 *
 * <p>{@link dev.tributary.hl7.preprocess.Preprocessing} is a feed's steps, checked and in order; it takes the bytes of the
 * journal and gives {@link dev.tributary.hl7.preprocess.Preprocessed} ones, a copy (invariant 2), with every {@link
 * dev.tributary.hl7.preprocess.Change}. {@link dev.tributary.hl7.preprocess.Catalog} knows the steps by name. Pure
 * functions of the message; any bytes are taken, nothing is thrown.
 */
@NullMarked
package dev.tributary.hl7.preprocess;

import org.jspecify.annotations.NullMarked;
