/**
 * What the stored record becomes: drafts from the mapping laid over what is there, so that sparse never erases and old
 * never beats new.
 */
@NullMarked
package dev.tributary.record;

import org.jspecify.annotations.NullMarked;
