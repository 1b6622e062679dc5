package dev.tributary.identity;

import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import java.time.Instant;
import java.util.List;
import org.hl7.fhir.r4.model.Patient;

/**
 * What one message says about who is who.
 *
 * @param cause the message, for the history
 * @param receivedAt when we received it, for the history
 * @param feed scopes identifiers that come without an assigning authority: {@code 4711} of one feed is not that of
 *     another
 * @param patients the Patient drafts (from PID, and from MRG if the mapping makes one), each with its id and identifiers
 * @param merges empty unless the message is a merge
 */
public record IdentityRequest(
        MessageId cause, Instant receivedAt, FeedName feed, List<Patient> patients, List<MergeInstruction> merges) {

    /** Copies the lists. */
    public IdentityRequest {
        patients = List.copyOf(patients);
        merges = List.copyOf(merges);
    }
}
