package dev.tributary.flow.delivery.payload;

import static dev.tributary.flow.delivery.payload.V2Values.orEmpty;

import dev.tributary.hl7.MessageWriter;
import dev.tributary.store.FhirStore;
import java.util.Optional;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterLocationComponent;
import org.hl7.fhir.r4.model.Encounter.EncounterLocationStatus;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Location;

/** PV1 of a visit: class, place, number, times, disposition (HL7 v2.5.1 §3.4.3). */
final class VisitSegment {

    private static final int DEEPEST = 8;

    private final FhirStore store;
    private final Encounter encounter;

    VisitSegment(FhirStore store, Encounter encounter) {
        this.store = store;
        this.encounter = encounter;
    }

    void write(MessageWriter message) {
        MessageWriter.Segment visit =
                message.segment("PV1").add(1, "1").add(2, patientClass()).add(3, place());
        Identifier number = encounter.getIdentifierFirstRep();
        if (number.hasValue()) {
            visit.addIdentifier(19, number.getValue(), V2Values.authority(number), V2Values.type(number));
        }
        visit.add(36, V2Values.coded(encounter.getHospitalization().getDischargeDisposition())[0]);
        visit.add(44, V2Values.time(encounter.getPeriod().getStartElement()));
        visit.add(45, V2Values.time(encounter.getPeriod().getEndElement()));
    }

    // table 0004; what has no row of its own there is an outpatient for no one: U
    private String patientClass() {
        return switch (orEmpty(encounter.getClass_().getCode())) {
            case "IMP", "ACUTE", "NONAC" -> "I";
            case "EMER" -> "E";
            case "AMB" -> "O";
            case "PRENC" -> "P";
            case "B", "C", "N", "R" -> encounter.getClass_().getCode();
            default -> "U";
        };
    }

    // PL: point of care, room, bed, facility, then building in its seventh component
    private String[] place() {
        String[] parts = {"", "", "", "", "", "", ""};
        Optional<Location> at = current();
        for (int i = 0; i < DEEPEST && at.isPresent(); i++) {
            Location location = at.get();
            int part = part(location);
            if (part >= 0 && parts[part].isEmpty()) {
                parts[part] = name(location);
            }
            at = location.hasPartOf() ? read(location.getPartOf().getReference()) : Optional.empty();
        }
        return parts;
    }

    private static int part(Location location) {
        return switch (orEmpty(location.getPhysicalType().getCodingFirstRep().getCode())) {
            case "ro" -> 1;
            case "bd" -> 2;
            case "si" -> 3;
            case "bu" -> 6;
            case "lvl" -> -1;
            default -> 0;
        };
    }

    private static String name(Location location) {
        return location.hasIdentifier()
                ? orEmpty(location.getIdentifierFirstRep().getValue())
                : orEmpty(location.getName());
    }

    private Optional<Location> current() {
        EncounterLocationComponent found = null;
        for (EncounterLocationComponent place : encounter.getLocation()) {
            if (place.getStatus() == EncounterLocationStatus.ACTIVE || found == null) {
                found = place;
            }
        }
        return found == null ? Optional.empty() : read(found.getLocation().getReference());
    }

    private Optional<Location> read(String reference) {
        return reference != null && reference.startsWith("Location/")
                ? store.read("Location", reference.substring("Location/".length()))
                        .map(Location.class::cast)
                : Optional.empty();
    }
}
