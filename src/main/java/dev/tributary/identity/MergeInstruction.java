package dev.tributary.identity;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;

/**
 * One pair of patients of a merge, move or link message.
 *
 * @param kind what the trigger asks
 * @param survivor the identifiers of PID; of a link, those of the first PID
 * @param prior the identifiers of MRG-1 and MRG-4; of a link, those of the second PID
 */
public record MergeInstruction(MergeKind kind, List<Identifier> survivor, List<Identifier> prior) {

    /** Copies the lists. */
    public MergeInstruction {
        survivor = List.copyOf(survivor);
        prior = List.copyOf(prior);
    }

    /**
     * Reads the instructions off the drafts. In a merge or a change, a Patient (from MRG) says {@code link.type =
     * replaced-by} with a reference to another draft Patient (from PID); in a move each MRG belongs to the PID before
     * it; a link has two PIDs.
     *
     * @param trigger MSH-9.2
     * @param patients all Patient drafts of the message, with ids, in the order of the message
     * @param priors ids of those that MRG made
     * @return one for each pair, in the order of the drafts; none if the trigger asks nothing of identity
     */
    public static List<MergeInstruction> ofDrafts(String trigger, List<Patient> patients, Set<String> priors) {
        Optional<MergeKind> kind = MergeKind.ofTrigger(trigger);
        if (kind.isEmpty()) {
            return List.of();
        }
        return switch (kind.get()) {
            case MERGE, CHANGE_IDENTIFIER -> replaced(kind.get(), patients);
            case MOVE_IDENTIFIER -> moved(patients, priors);
            case LINK, UNLINK ->
                patients.size() < 2
                        ? List.of()
                        : List.of(new MergeInstruction(
                                kind.get(),
                                patients.get(0).getIdentifier(),
                                patients.get(1).getIdentifier()));
        };
    }

    private static List<MergeInstruction> replaced(MergeKind kind, List<Patient> patients) {
        Map<String, Patient> byReference = new HashMap<>();
        patients.forEach(patient -> byReference.put("Patient/" + patient.getIdPart(), patient));
        List<MergeInstruction> instructions = new ArrayList<>();
        for (Patient prior : patients) {
            for (Patient.PatientLinkComponent link : prior.getLink()) {
                Patient survivor = byReference.get(link.getOther().getReference());
                if (link.getType() == LinkType.REPLACEDBY && survivor != null) {
                    instructions.add(new MergeInstruction(kind, survivor.getIdentifier(), prior.getIdentifier()));
                }
            }
        }
        if (instructions.isEmpty() && !patients.isEmpty()) {
            // MRG names whom PID names, or nobody: identity says that nothing came of it
            List<Identifier> own = patients.get(0).getIdentifier();
            instructions.add(new MergeInstruction(kind, own, own));
        }
        return instructions;
    }

    private static List<MergeInstruction> moved(List<Patient> patients, Set<String> priors) {
        List<MergeInstruction> instructions = new ArrayList<>();
        Patient target = null;
        for (Patient patient : patients) {
            if (!priors.contains(patient.getIdPart())) {
                target = patient;
            } else if (target != null) {
                instructions.add(new MergeInstruction(
                        MergeKind.MOVE_IDENTIFIER, target.getIdentifier(), patient.getIdentifier()));
            }
        }
        return instructions;
    }
}
