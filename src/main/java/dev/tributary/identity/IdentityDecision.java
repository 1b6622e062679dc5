package dev.tributary.identity;

import dev.tributary.base.Fault;
import java.util.List;
import java.util.Map;

/** The answer to an {@link IdentityRequest}. */
public sealed interface IdentityDecision {

    /**
     * Everybody is known, perhaps from this very message on.
     *
     * @param rewrites from the reference of each Patient draft to the reference under which the record knows that
     *     patient; the same on both sides where nothing is to be rewritten
     * @param merges to carry out in the record, in order; empty for a merge that was made before
     * @param toldOf from the reference of each Patient draft to the number ({@code system|value}) it goes by, so that a
     *     later move of that number finds what was told under it
     * @param notes sentences for the journal: what was asked and had no effect, and why
     */
    record Known(
            Map<String, String> rewrites, List<PatientMerge> merges, Map<String, String> toldOf, List<String> notes)
            implements IdentityDecision {

        /** Copies the collections. */
        public Known {
            rewrites = Map.copyOf(rewrites);
            merges = List.copyOf(merges);
            toldOf = Map.copyOf(toldOf);
            notes = List.copyOf(notes);
        }
    }

    /**
     * A person must decide; nothing was written.
     *
     * @param fault {@code IDENTITY_CONFLICT}
     */
    record Conflict(Fault fault) implements IdentityDecision {}
}
