package dev.tributary.record;

import dev.tributary.base.BusinessId;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.function.Predicate;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/** Re-points references from one resource to another, and files a Provenance that lists what was touched. */
final class Relocation {

    private final WorkingRecord record;
    private final Statement statement;

    Relocation(WorkingRecord record, Statement statement) {
        this.record = record;
        this.statement = statement;
    }

    /**
     * Everything that points to {@code from} points to {@code to}, if the condition holds. Patients are left alone:
     * links tell of merges that were; so are Provenances, which tell what was true then.
     *
     * @return what was re-pointed
     */
    List<Resource> repoint(String from, String to, Predicate<Resource> goes) {
        List<Resource> moved = new ArrayList<>();
        for (Resource resource : pointingTo(from)) {
            if (goes.test(resource)) {
                Elements.rewriteReferences(resource, Map.of(from, to));
                moved.add(resource);
            }
        }
        return moved;
    }

    /** What points to a resource, but for Patients and Provenances; may be changed. */
    List<Resource> pointingTo(String reference) {
        return record.referringTo(reference).stream()
                .filter(resource -> !(resource instanceof Patient) && !(resource instanceof Provenance))
                .toList();
    }

    /**
     * @param activity a code of ISO 21089, as HL7's code system has it
     * @param moved what was touched
     * @param survivor and {@code prior}: the two it was about
     */
    void file(String activity, List<Resource> moved, String survivor, String prior) {
        Provenance provenance = new Provenance();
        provenance.setId(
                BusinessId.of("Provenance", prior, survivor, statement.cause().asUri()));
        moved.stream()
                .map(WorkingRecord::reference)
                .filter(reference -> !reference.equals(survivor) && !reference.equals(prior))
                .distinct()
                .sorted()
                .forEach(reference -> provenance.addTarget(new Reference(reference)));
        provenance.addTarget(new Reference(survivor));
        provenance.addTarget(new Reference(prior));
        provenance.setOccurred(new DateTimeType(statement.eventTime().getValueAsString()));
        provenance.setRecorded(Date.from(statement.statedAt()));
        provenance.getRecordedElement().setTimeZone(TimeZone.getTimeZone("UTC"));
        provenance.setActivity(new CodeableConcept(
                new Coding("http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle", activity, null)));
        provenance.addAgent().setWho(new Reference().setDisplay("Tributary"));
        record.put(provenance);
    }
}
