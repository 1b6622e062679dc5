package dev.tributary.record;

import java.util.List;
import java.util.Set;
import org.hl7.fhir.r4.model.Identifier;

/**
 * What identity decided of two patients, to be carried out in the record.
 *
 * @param effect what is to be done
 * @param survivor {@code Patient/id}: the record that goes on, the target of a move, or the one a link was made from
 * @param prior {@code Patient/id}: the record replaced, the source of a move, or the one linked
 * @param survivorIdentifiers for a survivor that has no Patient resource yet
 * @param priorIdentifiers for a prior that has no Patient resource yet; in a move the numbers that moved
 * @param toldOf the numbers under which a resource must have been told to go along; empty if everything does
 */
public record MergedPatients(
        Effect effect,
        String survivor,
        String prior,
        List<Identifier> survivorIdentifiers,
        List<Identifier> priorIdentifiers,
        Set<String> toldOf) {

    /** What is to be done; each is named after the code of ISO 21089 under which its Provenance is filed. */
    public enum Effect {
        /** Both are linked, the prior becomes inactive, what pointed to it points to the survivor. */
        MERGE,
        /** A merge is taken back. */
        UNMERGE,
        /** What was told under some numbers goes over; the two are not one person. */
        MOVE,
        /** Each refers to the other. */
        LINK,
        /** Neither refers to the other. */
        UNLINK
    }

    /** A merge that takes everything along. */
    public MergedPatients(
            String survivor, String prior, List<Identifier> survivorIdentifiers, List<Identifier> priorIdentifiers) {
        this(Effect.MERGE, survivor, prior, survivorIdentifiers, priorIdentifiers, Set.of());
    }

    /** Copies the collections. */
    public MergedPatients {
        survivorIdentifiers = List.copyOf(survivorIdentifiers);
        priorIdentifiers = List.copyOf(priorIdentifiers);
        toldOf = Set.copyOf(toldOf);
    }
}
