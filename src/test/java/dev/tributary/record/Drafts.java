package dev.tributary.record;

import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterLocationStatus;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.StringType;

/** Drafts as the mapping makes them, of invented people. */
final class Drafts {

    static final String HOSP = "urn:oid:2.999.1";

    private Drafts() {}

    static Patient patient(String id) {
        Patient patient = new Patient();
        patient.setId(id);
        patient.addIdentifier().setSystem(HOSP).setValue(id);
        return patient;
    }

    static Patient named(String id, String family) {
        Patient patient = patient(id);
        patient.addName().setFamily(family);
        return patient;
    }

    static Patient living(String id, String city) {
        Patient patient = patient(id);
        patient.addAddress().setCity(city);
        return patient;
    }

    /** As HL7's guide maps PV1: status by patient class, place active. */
    static Encounter visit(String id, String patient, String patientClass, String place) {
        Encounter visit = new Encounter();
        visit.setId(id);
        visit.setStatus(patientClass.equals("IMP") ? EncounterStatus.INPROGRESS : EncounterStatus.UNKNOWN);
        visit.setClass_(new Coding("http://terminology.hl7.org/CodeSystem/v3-ActCode", patientClass, null));
        visit.setSubject(new Reference("Patient/" + patient));
        if (!place.isEmpty()) {
            visit.addLocation()
                    .setLocation(new Reference("Location/" + place))
                    .setStatus(EncounterLocationStatus.ACTIVE);
        }
        return visit;
    }

    static Encounter discharged(Encounter visit, String disposition, int hour) {
        visit.getHospitalization().setDischargeDisposition(text(disposition));
        visit.getPeriod().setEndElement(new DateTimeType(RecordHouse.time(hour)));
        return visit;
    }

    static Observation potassium(String id, String patient, ObservationStatus status, String value, String flag) {
        Observation observation = new Observation();
        observation.setId(id);
        observation.setStatus(status);
        observation.setCode(text("Potassium"));
        observation.setSubject(new Reference("Patient/" + patient));
        if (!value.isEmpty()) {
            observation.setValue(
                    new Quantity().setValue(new java.math.BigDecimal(value)).setUnit("mmol/L"));
        }
        if (!flag.isEmpty()) {
            observation.addInterpretation(text(flag));
        }
        return observation;
    }

    static CodeableConcept text(String text) {
        return new CodeableConcept().setTextElement(new StringType(text));
    }
}
