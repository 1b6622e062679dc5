package dev.tributary.record;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/**
 * Carries out what identity decided of two patients. A merge (A40 and kin): both are linked, the prior becomes inactive,
 * and whatever pointed to the prior points to the survivor. The prior's demographics are not taken over: the sender has
 * decided which record is right (HL7 v2.5.1 §3.6.2.1). Each act files a Provenance that lists what was touched.
 */
final class PatientMerging {

    private final WorkingRecord record;
    private final Relocation relocation;
    private final FactTimes factTimes;

    PatientMerging(WorkingRecord record, Relocation relocation, FactTimes factTimes) {
        this.record = record;
        this.relocation = relocation;
        this.factTimes = factTimes;
    }

    void carryOut(MergedPatients merge) {
        record.load(List.of(merge.survivor(), merge.prior()));
        Patient survivor = named(
                merge.survivor(),
                merge.effect() == MergedPatients.Effect.UNMERGE ? List.of() : merge.survivorIdentifiers());
        Patient prior = named(
                merge.prior(),
                merge.effect() == MergedPatients.Effect.MERGE || merge.effect() == MergedPatients.Effect.LINK
                        ? merge.priorIdentifiers()
                        : List.of());
        switch (merge.effect()) {
            case MERGE -> merge(merge, survivor, prior);
            case UNMERGE -> unmerge(merge, survivor, prior);
            case MOVE -> move(merge, survivor, prior);
            case LINK -> {
                link(survivor, LinkType.SEEALSO, merge.prior());
                link(prior, LinkType.SEEALSO, merge.survivor());
                relocation.file("link", List.of(), merge.survivor(), merge.prior());
            }
            case UNLINK -> {
                unlink(survivor, Set.of(LinkType.SEEALSO), merge.prior());
                unlink(prior, Set.of(LinkType.SEEALSO), merge.survivor());
                relocation.file("unlink", List.of(), merge.survivor(), merge.prior());
            }
        }
    }

    private void merge(MergedPatients merge, Patient survivor, Patient prior) {
        link(survivor, LinkType.REPLACES, merge.prior());
        link(prior, LinkType.REPLACEDBY, merge.survivor());
        prior.setActive(false);
        // who was not to see the prior's record is not to see it under the survivor's name
        Labels.unite(survivor, prior);
        // a search by the old number must also find the record that goes on
        prior.getIdentifier().stream().filter(Identifier::hasValue).forEach(old -> {
            if (!has(survivor, old)) {
                survivor.addIdentifier(old.copy().setUse(IdentifierUse.OLD));
            }
        });
        List<Resource> moved = relocation.repoint(merge.prior(), merge.survivor(), resource -> true);
        if (!moved.isEmpty()) {
            relocation.file("merge", moved, merge.survivor(), merge.prior());
        }
    }

    private void unmerge(MergedPatients merge, Patient survivor, Patient prior) {
        unlink(survivor, Set.of(LinkType.REPLACES), merge.prior());
        unlink(prior, Set.of(LinkType.REPLACEDBY), merge.survivor());
        prior.setActiveElement(null);
        // what the merge had put there, and what messages under the prior's numbers have told again since
        List<Identifier> own = new ArrayList<>(survivor.getIdentifier());
        own.removeIf(identifier ->
                has(prior, identifier) && (identifier.getUse() == IdentifierUse.OLD || isTold(merge, identifier)));
        survivor.setIdentifier(own);
        relocation.file("unmerge", goAlong(merge, merge.survivor(), merge.prior()), merge.survivor(), merge.prior());
    }

    private static boolean isTold(MergedPatients merge, Identifier identifier) {
        return merge.toldOf().stream().anyMatch(number -> number.endsWith("|" + identifier.getValue()));
    }

    private void move(MergedPatients merge, Patient target, Patient source) {
        List<Identifier> left = new ArrayList<>(source.getIdentifier());
        left.removeIf(identifier -> isAmong(merge.priorIdentifiers(), identifier));
        source.setIdentifier(left);
        merge.priorIdentifiers().stream()
                .filter(identifier -> !has(target, identifier))
                .forEach(identifier -> target.addIdentifier(identifier.copy()));
        if (merge.toldOf().isEmpty()) {
            // no number is left: nobody can come under this record any more
            source.setActive(false);
        }
        relocation.file("amend", goAlong(merge, merge.prior(), merge.survivor()), merge.survivor(), merge.prior());
    }

    private List<Resource> goAlong(MergedPatients merge, String from, String to) {
        if (merge.toldOf().isEmpty()) {
            return relocation.repoint(from, to, resource -> true);
        }
        Map<String, FactTime> times = factTimes.of(relocation.pointingTo(from).stream()
                .map(WorkingRecord::reference)
                .toList());
        return relocation.repoint(from, to, resource -> {
            FactTime time = times.get(WorkingRecord.reference(resource));
            return time != null && merge.toldOf().contains(time.toldOf());
        });
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
        return isAmong(patient.getIdentifier(), identifier);
    }

    static boolean isAmong(List<Identifier> identifiers, Identifier identifier) {
        return identifiers.stream()
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

    private static void unlink(Patient patient, Set<LinkType> types, String other) {
        List<Patient.PatientLinkComponent> left = new ArrayList<>(patient.getLink());
        left.removeIf(link ->
                types.contains(link.getType()) && other.equals(link.getOther().getReference()));
        patient.setLink(left);
    }
}
