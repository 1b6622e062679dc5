/**
 * What does this code mean: code tables, HL7's and each sender's own. Knows no Spring, no database, no clock.
 */
@NullMarked
package dev.tributary.vocabulary;

import org.jspecify.annotations.NullMarked;
