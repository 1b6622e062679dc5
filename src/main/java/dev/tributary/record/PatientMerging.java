package dev.tributary.record;

import dev.tributary.base.BusinessId;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/**
 * Carries out merges of patients (A40 and kin): both are linked, the prior becomes inactive, and whatever pointed to
 * the prior points to the survivor, with a Provenance that lists it. The prior's demographics are not taken over: the
 * sender has decided which record is right (HL7 v2.5.1 §3.6.2.1).
 */
final class PatientMerging {

    private final WorkingRecord record;
    private final Statement statement;

    PatientMerging(WorkingRecord record, Statement statement) {
        this.record = record;
        this.statement = statement;
    }

    void carryOut(MergedPatients merge) {
        record.load(List.of(merge.survivor(), merge.prior()));
        Patient survivor = named(merge.survivor(), merge.survivorIdentifiers());
        Patient prior = named(merge.prior(), merge.priorIdentifiers());
        link(survivor, LinkType.REPLACES, merge.prior());
        link(prior, LinkType.REPLACEDBY, merge.survivor());
        prior.setActive(false);
        // a search by the old number must also find the record that goes on
        prior.getIdentifier().stream().filter(Identifier::hasValue).forEach(old -> {
            if (!has(survivor, old)) {
                survivor.addIdentifier(old.copy().setUse(IdentifierUse.OLD));
            }
        });
        List<Resource> moved = repoint(merge);
        if (!moved.isEmpty()) {
            record.put(provenance(merge, moved));
        }
    }

    private Patient named(String reference, List<Identifier> identifiers) {
        boolean isNew = record.isNew(reference);
        Patient patient = record.patient(reference);
        if (isNew) {
            identifiers.stream()
                    .filter(identifier -> !has(patient, identifier))
                    .forEach(identifier -> patient.addIdentifier(identifier.copy()));
        }
        return patient;
    }

    private static boolean has(Patient patient, Identifier identifier) {
        return patient.getIdentifier().stream()
                .anyMatch(own -> String.valueOf(own.getSystem()).equals(String.valueOf(identifier.getSystem()))
                        && String.valueOf(own.getValue()).equals(identifier.getValue()));
    }

    private static void link(Patient patient, LinkType type, String other) {
        boolean there = patient.getLink().stream()
                .anyMatch(link ->
                        link.getType() == type && other.equals(link.getOther().getReference()));
        if (!there) {
            patient.addLink().setType(type).setOther(new Reference(other));
        }
    }

    // links of patients merged earlier stay: each tells of its own merge, and the chain leads on
    private List<Resource> repoint(MergedPatients merge) {
        List<Resource> moved = new ArrayList<>();
        for (Resource resource : record.referringTo(merge.prior())) {
            if (!(resource instanceof Patient) && !(resource instanceof Provenance)) {
                Elements.rewriteReferences(resource, Map.of(merge.prior(), merge.survivor()));
                moved.add(resource);
            }
        }
        return moved;
    }

    private Provenance provenance(MergedPatients merge, List<Resource> moved) {
        Provenance provenance = new Provenance();
        provenance.setId(BusinessId.of(
                "Provenance", merge.prior(), merge.survivor(), statement.cause().asUri()));
        moved.stream()
                .map(WorkingRecord::reference)
                .sorted()
                .forEach(reference -> provenance.addTarget(new Reference(reference)));
        provenance.addTarget(new Reference(merge.survivor()));
        provenance.addTarget(new Reference(merge.prior()));
        provenance.setOccurred(new DateTimeType(statement.eventTime().getValueAsString()));
        provenance.setRecorded(Date.from(statement.statedAt()));
        provenance.getRecordedElement().setTimeZone(TimeZone.getTimeZone("UTC"));
        provenance.setActivity(new CodeableConcept(new Coding(
                "http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle", "merge", "Merge Record Lifecycle Event")));
        provenance.addAgent().setWho(new Reference().setDisplay("Tributary"));
        return provenance;
    }
}
