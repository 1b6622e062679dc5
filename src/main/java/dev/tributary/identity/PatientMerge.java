package dev.tributary.identity;

import java.util.List;
import org.hl7.fhir.r4.model.Identifier;

/**
 * One patient's record replaced by another's, to be carried out in the FHIR record.
 *
 * @param survivor {@code Patient/id}
 * @param prior {@code Patient/id}, never the survivor
 * @param survivorIdentifiers as the message names the survivor, for one that has no Patient resource yet
 * @param priorIdentifiers as the message names the prior, for one that has no Patient resource yet
 */
public record PatientMerge(
        String survivor, String prior, List<Identifier> survivorIdentifiers, List<Identifier> priorIdentifiers) {

    /** Copies the lists. */
    public PatientMerge {
        survivorIdentifiers = List.copyOf(survivorIdentifiers);
        priorIdentifiers = List.copyOf(priorIdentifiers);
    }
}
