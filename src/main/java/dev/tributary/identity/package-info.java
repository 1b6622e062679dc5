/**
 * Who is this patient: assigning authorities, identity decisions, merges. SQL for the identity tables is allowed here.
 */
@NullMarked
package dev.tributary.identity;

import org.jspecify.annotations.NullMarked;
