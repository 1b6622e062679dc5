package dev.tributary.record;

import java.util.List;
import org.hl7.fhir.r4.model.Identifier;

/**
 * A merge that identity decided and that is to be carried out in the record.
 *
 * @param survivor {@code Patient/id}
 * @param prior {@code Patient/id}
 * @param survivorIdentifiers for a survivor that has no Patient resource yet
 * @param priorIdentifiers for a prior that has no Patient resource yet
 */
public record MergedPatients(
        String survivor, String prior, List<Identifier> survivorIdentifiers, List<Identifier> priorIdentifiers) {

    /** Copies the lists. */
    public MergedPatients {
        survivorIdentifiers = List.copyOf(survivorIdentifiers);
        priorIdentifiers = List.copyOf(priorIdentifiers);
    }
}
