package dev.tributary.identity;

import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Identifier;

/**
 * What becomes of two patients' records, to be carried out in the FHIR record.
 *
 * @param effect what is to be done
 * @param survivor {@code Patient/id}: the record that goes on, the target of a move, or the one a link was made from
 * @param prior {@code Patient/id}, never the survivor: the record replaced, the source of a move, or the one linked
 * @param survivorIdentifiers as the message names the survivor, for one that has no Patient resource yet
 * @param priorIdentifiers as the message names the prior, for one that has no Patient resource yet; in a move the
 *     numbers that moved
 * @param toldOf of a move or an unmerge: the numbers ({@code system|value}) under which a resource must have been told to
 *     go along; empty if everything goes along
 */
public record PatientMerge(
        Effect effect,
        String survivor,
        String prior,
        List<Identifier> survivorIdentifiers,
        List<Identifier> priorIdentifiers,
        Set<String> toldOf) {

    /** What is to be done in the record. */
    public enum Effect {
        /** The survivor replaces the prior; whatever pointed to the prior points to the survivor. */
        MERGE,
        /** A merge is taken back: what was told under the prior's numbers points to the prior again. */
        UNMERGE,
        /** What was told under the moved numbers points to the survivor; both records stay what they are. */
        MOVE,
        /** Each record refers to the other. */
        LINK,
        /** Neither record refers to the other any more. */
        UNLINK
    }

    /** Copies the collections. */
    public PatientMerge {
        survivorIdentifiers = List.copyOf(survivorIdentifiers);
        priorIdentifiers = List.copyOf(priorIdentifiers);
        toldOf = Set.copyOf(toldOf);
    }
}
