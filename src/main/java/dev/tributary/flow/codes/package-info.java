/**
 * Work on codes that no table has: {@link dev.tributary.flow.codes.CandidateCodes} proposes counterparts out of code systems
 * that the user loads, {@link dev.tributary.flow.codes.CodeProposals} keeps lines that wait for a second person, and {@link
 * dev.tributary.flow.codes.CodeRemap} brings what is stored already up to date.
 */
@NullMarked
package dev.tributary.flow.codes;

import org.jspecify.annotations.NullMarked;
