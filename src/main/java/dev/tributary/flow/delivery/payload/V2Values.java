package dev.tributary.flow.delivery.payload;

import dev.tributary.hl7.MessageWriter;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;
import org.jspecify.annotations.Nullable;

/** FHIR values in HL7 v2's spelling; the way back of what the mapping tables do. */
final class V2Values {

    private static final String OID = "urn:oid:";
    private static final String UUID = "urn:uuid:";
    private static final String LOCAL = "urn:tributary:authority:";
    private static final String V2_TABLE = "http://terminology.hl7.org/CodeSystem/v2-";

    private V2Values() {}

    /** @return YYYY[MM[DD[HHMM[SS]]]][+/-ZZZZ], as exact as the value is (HL7 v2.5.1 §2.A.22); empty for none */
    static String time(BaseDateTimeType value) {
        String text = value.getValueAsString();
        if (text == null) {
            return "";
        }
        int clock = text.indexOf('T');
        String date = (clock < 0 ? text : text.substring(0, clock)).replace("-", "");
        if (clock < 0) {
            return date;
        }
        String rest = text.substring(clock + 1).replace("Z", "+00:00").replace(":", "");
        return date + rest;
    }

    /** @return who assigned it (HD), empty parts where the system is not known */
    static MessageWriter.Authority authority(Identifier identifier) {
        String system = identifier.hasSystem() ? identifier.getSystem() : "";
        if (system.startsWith(OID)) {
            return new MessageWriter.Authority("", system.substring(OID.length()), "ISO");
        }
        if (system.startsWith(UUID)) {
            return new MessageWriter.Authority("", system.substring(UUID.length()), "UUID");
        }
        if (system.startsWith(LOCAL)) {
            return new MessageWriter.Authority(system.substring(LOCAL.length()), "", "");
        }
        return system.isEmpty()
                ? new MessageWriter.Authority("", "", "")
                : new MessageWriter.Authority("", system, "URI");
    }

    /** @return CX.5: the code of table 0203, empty if there is none */
    static String type(Identifier identifier) {
        return identifier.getType().getCoding().stream()
                .filter(coding -> (V2_TABLE + "0203").equals(coding.getSystem()))
                .map(Coding::getCode)
                .findFirst()
                .orElse("");
    }

    /** @return CWE: the first two codings and the original text, nine components (HL7 v2.5.1 §2.A.13) */
    static String[] coded(CodeableConcept concept) {
        String[] parts = {"", "", "", "", "", "", "", "", ""};
        for (int i = 0; i < Math.min(2, concept.getCoding().size()); i++) {
            Coding coding = concept.getCoding().get(i);
            parts[i * 3] = orEmpty(coding.getCode());
            parts[i * 3 + 1] = orEmpty(coding.getDisplay());
            parts[i * 3 + 2] = system(orEmpty(coding.getSystem()));
        }
        parts[8] = orEmpty(concept.getText());
        if (parts[0].isEmpty() && parts[1].isEmpty()) {
            // receivers look for the words in the second component
            parts[1] = parts[8];
        }
        return parts;
    }

    /** @return the name of a coding system in table 0396; the system itself where it has none there */
    static String system(String uri) {
        return switch (uri) {
            case "http://loinc.org" -> "LN";
            case "http://snomed.info/sct" -> "SCT";
            case "http://unitsofmeasure.org" -> "UCUM";
            case "http://hl7.org/fhir/sid/icd-10-cm" -> "I10C";
            case "http://hl7.org/fhir/sid/icd-10" -> "I10";
            default -> uri.startsWith(V2_TABLE) ? "HL7" + uri.substring(V2_TABLE.length()) : local(uri);
        };
    }

    private static String local(String uri) {
        String prefix = "urn:tributary:code-system:";
        return uri.startsWith(prefix) ? uri.substring(prefix.length()) : uri;
    }

    static String orEmpty(@Nullable String value) {
        return value == null ? "" : value;
    }
}
