package dev.tributary.flow.delivery.payload;

import static dev.tributary.flow.delivery.payload.V2Values.orEmpty;

import dev.tributary.hl7.MessageWriter;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.HumanName;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.StringType;

/** PID of a patient: who it is and how to reach them (HL7 v2.5.1 §3.4.2). */
final class PatientSegment {

    private final Patient patient;

    PatientSegment(Patient patient) {
        this.patient = patient;
    }

    void write(MessageWriter message) {
        MessageWriter.Segment pid = message.segment("PID").add(1, "1");
        for (Identifier identifier : patient.getIdentifier()) {
            // numbers that a merge has retired would lead a receiver to a record that is no more
            if (identifier.hasValue() && identifier.getUse() != IdentifierUse.OLD) {
                pid.addIdentifier(3, identifier.getValue(), V2Values.authority(identifier), V2Values.type(identifier));
            }
        }
        for (HumanName name : patient.getName()) {
            pid.add(5, name(name));
        }
        pid.add(7, V2Values.time(patient.getBirthDateElement()));
        pid.add(8, gender());
        for (Address address : patient.getAddress()) {
            pid.add(11, address(address));
        }
        for (ContactPoint contact : patient.getTelecom()) {
            pid.add(13, orEmpty(contact.getValue()));
        }
        if (patient.hasDeceasedDateTimeType()) {
            pid.add(29, V2Values.time(patient.getDeceasedDateTimeType())).add(30, "Y");
        } else if (patient.hasDeceasedBooleanType()) {
            pid.add(30, patient.getDeceasedBooleanType().booleanValue() ? "Y" : "N");
        }
    }

    private static String[] name(HumanName name) {
        String first = name.getGiven().isEmpty() ? "" : name.getGiven().get(0).getValueNotNull();
        String others = name.getGiven().stream()
                .skip(1)
                .map(StringType::getValueNotNull)
                .collect(Collectors.joining(" "));
        return new String[] {
            orEmpty(name.getFamily()),
            first,
            others,
            name.getSuffix().isEmpty() ? "" : name.getSuffix().get(0).getValueNotNull(),
            name.getPrefix().isEmpty() ? "" : name.getPrefix().get(0).getValueNotNull(),
            "",
            name.getUse() == HumanName.NameUse.MAIDEN ? "M" : "L"
        };
    }

    // table 0001
    private String gender() {
        if (patient.getGender() == null) {
            return "";
        }
        return switch (patient.getGender()) {
            case MALE -> "M";
            case FEMALE -> "F";
            case OTHER -> "O";
            default -> "U";
        };
    }

    private static String[] address(Address address) {
        return new String[] {
            address.getLine().isEmpty() ? "" : address.getLine().get(0).getValueNotNull(),
            address.getLine().size() < 2 ? "" : address.getLine().get(1).getValueNotNull(),
            orEmpty(address.getCity()),
            orEmpty(address.getState()),
            orEmpty(address.getPostalCode()),
            orEmpty(address.getCountry())
        };
    }
}
