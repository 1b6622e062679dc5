package dev.tributary.identity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;

/**
 * One PID and MRG pair of a merge message.
 *
 * @param kind what the trigger asks
 * @param survivor the identifiers of PID-3
 * @param prior the identifiers of MRG-1 (and MRG-4)
 */
public record MergeInstruction(MergeKind kind, List<Identifier> survivor, List<Identifier> prior) {

    /** Copies the lists. */
    public MergeInstruction {
        survivor = List.copyOf(survivor);
        prior = List.copyOf(prior);
    }

    /**
     * Reads the instructions off the drafts: a Patient (from MRG) that says {@code link.type = replaced-by} with a
     * reference to another draft Patient (from PID).
     *
     * @param trigger MSH-9.2
     * @param patients all Patient drafts of the message, with ids
     * @return one for each pair, in the order of the drafts; none if the trigger is not a merge
     */
    public static List<MergeInstruction> ofDrafts(String trigger, List<Patient> patients) {
        Optional<MergeKind> kind = MergeKind.ofTrigger(trigger);
        if (kind.isEmpty()) {
            return List.of();
        }
        Map<String, Patient> byReference = new HashMap<>();
        patients.forEach(patient -> byReference.put("Patient/" + patient.getIdPart(), patient));
        List<MergeInstruction> instructions = new ArrayList<>();
        for (Patient prior : patients) {
            for (Patient.PatientLinkComponent link : prior.getLink()) {
                Patient survivor = byReference.get(link.getOther().getReference());
                if (link.getType() == LinkType.REPLACEDBY && survivor != null) {
                    instructions.add(new MergeInstruction(kind.get(), survivor.getIdentifier(), prior.getIdentifier()));
                }
            }
        }
        return instructions;
    }
}
