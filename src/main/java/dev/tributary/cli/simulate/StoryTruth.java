package dev.tributary.cli.simulate;

import java.util.List;
import java.util.Map;

/**
 * What the record must say of one patient in the end.
 *
 * @param patients under every number
 * @param visits of the patient
 * @param results every test of every report
 * @param appointments of the patient
 * @param alerts how many alerts must have been raised (not retracted, reopened or escalated), by {@code rule|visit} or
 *     {@code rule|filler order|LOINC}: admission, discharge, ed-registration, critical-result
 */
public record StoryTruth(
        List<Person> patients,
        List<Visit> visits,
        List<Result> results,
        List<Appointment> appointments,
        Map<String, Integer> alerts) {

    /**
     * @param mrn patient number
     * @param survivor the number it was merged into; empty if it was not
     * @param family name; empty where it does not matter
     * @param birthDate as FHIR writes it; empty where it does not matter
     * @param gender of FHIR; empty where it does not matter
     * @param street first line of the address; empty where nothing can be said (the sender lied about its character set)
     */
    public record Person(String mrn, String survivor, String family, String birthDate, String gender, String street) {}

    /**
     * @param number PV1-19
     * @param mrn whose it is in the end
     * @param status of FHIR's Encounter
     * @param patientClass FHIR's code: IMP, EMER, AMB, PRENC
     * @param location {@code ward/room/bed} where the patient is; empty if nowhere
     */
    public record Visit(String number, String mrn, String status, String patientClass, String location) {}

    /**
     * @param filler OBR-3
     * @param loinc OBX-3
     * @param mrn whose it is in the end
     * @param value as written; empty where it does not matter (a withdrawn one)
     * @param status of FHIR's Observation
     * @param flag OBX-8; empty if normal
     */
    public record Result(String filler, String loinc, String mrn, String value, String status, String flag) {}

    /**
     * @param filler SCH-2
     * @param mrn whose it is in the end
     * @param status of FHIR's Appointment
     * @param start as HL7 writes it, without offset
     */
    public record Appointment(String filler, String mrn, String status, String start) {}
}
