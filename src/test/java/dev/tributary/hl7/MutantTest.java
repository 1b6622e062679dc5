package dev.tributary.hl7;

import dev.tributary.kit.MessageMutator;
import org.junit.jupiter.api.Test;

/** Laws of the reader over messages that were dropped, swapped, repeated, cut and misspelt. */
class MutantTest {

    private static final long SEED = 20260302L;
    private static final int MUTANTS = Integer.getInteger("mutants", 2_000);

    @Test
    void nothingIsLostInAnyMutant() {
        MessageMutator mutator = new MessageMutator(SEED);
        for (int i = 0; i < MUTANTS; i++) {
            byte[] mutant = mutator.next();
            String which = "mutant " + i + " of seed " + SEED;
            try {
                ReaderLaws.check(mutant, which);
            } catch (RuntimeException e) {
                throw new AssertionError(which + ": " + e, e);
            }
        }
    }
}
