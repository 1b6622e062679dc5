package dev.tributary.flow.codes;

import dev.tributary.flow.mappings.NewCode;
import java.time.Instant;

/**
 * A line that waits for a second person.
 *
 * @param id from 1
 * @param at when it was proposed
 * @param who proposed it
 * @param remap whether what is stored is brought up to date with it
 * @param code the line
 */
public record CodeProposal(long id, Instant at, String who, boolean remap, NewCode code) {}
