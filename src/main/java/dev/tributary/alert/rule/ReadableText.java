package dev.tributary.alert.rule;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.formats.JsonParser;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Type;
import org.jspecify.annotations.Nullable;

/** A FHIR value as a person reads it, and as a key can rely on: different values give different texts. */
final class ReadableText {

    private ReadableText() {}

    static String of(Base value) {
        if (value instanceof DecimalType decimal && decimal.hasValue()) {
            // 10 and not 1E+1
            return decimal.getValue().toPlainString();
        }
        if (value.isPrimitive()) {
            return nonNull(value.primitiveValue());
        }
        if (value instanceof Quantity quantity) {
            return of(quantity);
        }
        if (value instanceof Coding coding) {
            return coding.hasDisplay() ? coding.getDisplay() : nonNull(coding.getCode());
        }
        if (value instanceof CodeableConcept concept) {
            return concept.hasText()
                    ? concept.getText()
                    : concept.getCoding().stream().map(ReadableText::of).collect(Collectors.joining(", "));
        }
        if (value instanceof Reference reference && reference.hasReference()) {
            return reference.getReference();
        }
        return value instanceof Type type ? json(type) : value.fhirType();
    }

    private static String of(Quantity quantity) {
        String comparator = quantity.hasComparator() ? quantity.getComparator().toCode() : "";
        String number = quantity.hasValue() ? quantity.getValue().toPlainString() : "";
        String unit = quantity.hasUnit() ? quantity.getUnit() : nonNull(quantity.getCode());
        return Stream.of(comparator + number, unit)
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" "));
    }

    // ranges, ratios and the like are rare here: not pretty, but complete
    private static String json(Type type) {
        try {
            return new JsonParser().composeString(type, "value");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String nonNull(@Nullable String text) {
        return text == null ? "" : text;
    }
}
