package dev.tributary.flow.delivery.payload;

import static dev.tributary.flow.delivery.payload.V2Values.orEmpty;

import dev.tributary.hl7.MessageWriter;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Range;
import org.hl7.fhir.r4.model.Ratio;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/** OBR and OBX of one result (HL7 v2.5.1 §7.4.1, §7.4.2). */
final class ResultSegments {

    private final Observation observation;

    ResultSegments(Observation observation) {
        this.observation = observation;
    }

    void write(MessageWriter message) {
        String[] code = V2Values.coded(observation.getCode());
        String when =
                observation.hasEffectiveDateTimeType() ? V2Values.time(observation.getEffectiveDateTimeType()) : "";
        String issued = V2Values.time(observation.getIssuedElement());
        message.segment("OBR")
                .add(1, "1")
                .add(4, code)
                .add(7, when)
                .add(22, issued)
                .add(25, status());
        MessageWriter.Segment obx = message.segment("OBX").add(1, "1").add(3, code);
        value(obx, observation.getValue());
        observation.getReferenceRange().stream()
                .map(range -> orEmpty(range.getText()))
                .filter(text -> !text.isEmpty())
                .forEach(text -> obx.add(7, text));
        observation.getInterpretation().forEach(flag -> obx.add(8, V2Values.coded(flag)[0]));
        obx.add(11, status()).add(14, when);
    }

    private static void value(MessageWriter.Segment obx, @Nullable Type value) {
        if (value instanceof Quantity quantity) {
            String comparator =
                    quantity.hasComparator() ? quantity.getComparator().toCode() : "";
            String number = quantity.hasValue() ? quantity.getValueElement().getValueAsString() : "";
            if (comparator.isEmpty()) {
                obx.add(2, "NM").add(5, number);
            } else {
                obx.add(2, "SN").add(5, comparator, number);
            }
            String unit = orEmpty(quantity.getUnit());
            obx.add(
                    6,
                    orEmpty(quantity.getCode()).isEmpty() ? unit : quantity.getCode(),
                    unit,
                    V2Values.system(orEmpty(quantity.getSystem())));
        } else if (value instanceof Range range) {
            obx.add(2, "SN").add(5, "", number(range.getLow()), "-", number(range.getHigh()));
        } else if (value instanceof Ratio ratio) {
            obx.add(2, "SN").add(5, "", number(ratio.getNumerator()), ":", number(ratio.getDenominator()));
        } else if (value instanceof CodeableConcept concept) {
            obx.add(2, "CWE").add(5, V2Values.coded(concept));
        } else if (value instanceof DateTimeType time) {
            obx.add(2, "TS").add(5, V2Values.time(time));
        } else if (value instanceof BooleanType yes) {
            obx.add(2, "ID").add(5, yes.booleanValue() ? "Y" : "N");
        } else if (value instanceof PrimitiveType<?> primitive) {
            obx.add(2, "ST").add(5, orEmpty(primitive.getValueAsString()));
        }
    }

    private static String number(Quantity quantity) {
        return quantity.hasValue() ? quantity.getValueElement().getValueAsString() : "";
    }

    // table 0085
    private String status() {
        if (observation.getStatus() == null) {
            return "";
        }
        return switch (observation.getStatus()) {
            case FINAL -> "F";
            case PRELIMINARY -> "P";
            case CORRECTED, AMENDED -> "C";
            case CANCELLED -> "X";
            case ENTEREDINERROR -> "W";
            case REGISTERED -> "I";
            default -> "R";
        };
    }
}
