package dev.tributary.record;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/** Whose a resource is, and what is filed under a visit or an account. */
final class Belonging {

    private static final List<String> WHOSE = List.of("subject", "patient", "beneficiary");

    /** What a visit refers to and shares with other visits of the patient: it does not go along with one of them. */
    private static final Set<String> SHARED = Set.of(
            "Account", "CareTeam", "Coverage", "Encounter", "EpisodeOfCare", "Patient", "Provenance", "RelatedPerson");

    private final WorkingRecord record;
    private final Relocation relocation;

    Belonging(WorkingRecord record, Relocation relocation) {
        this.record = record;
        this.relocation = relocation;
    }

    /** {@code Patient/id}, or empty if it is nobody's. */
    static String whose(Resource resource) {
        for (String element : WHOSE) {
            for (Base value : Elements.get(resource, element)) {
                if (value instanceof Reference reference
                        && reference.hasReference()
                        && reference.getReference().startsWith("Patient/")) {
                    return reference.getReference();
                }
            }
        }
        return "";
    }

    /**
     * A resource and all of the same patient that is filed under it: what refers to it, what refers to that, and what
     * such a report is made of.
     */
    List<Resource> subordinates(String reference) {
        Map<String, Resource> found = new LinkedHashMap<>();
        Resource root = record.existing(reference);
        collect(root, whose(root), found);
        return List.copyOf(found.values());
    }

    private void collect(Resource resource, String patient, Map<String, Resource> found) {
        if (found.putIfAbsent(WorkingRecord.reference(resource), resource) != null) {
            return;
        }
        for (Resource under : relocation.pointingTo(WorkingRecord.reference(resource))) {
            if (whose(under).equals(patient)) {
                collect(under, patient, found);
            }
        }
        List<String> parts = Elements.references(resource).stream()
                .map(Reference::getReference)
                .filter(part -> part.indexOf('/') > 0 && !SHARED.contains(part.substring(0, part.indexOf('/'))))
                .toList();
        record.load(parts);
        for (String part : parts) {
            if (!record.isNew(part)) {
                Resource its = record.existing(part);
                if (whose(its).equals(patient)) {
                    collect(its, patient, found);
                }
            }
        }
    }
}
