package dev.tributary.hl7.preprocess;

import dev.tributary.hl7.FieldPath;
import dev.tributary.hl7.MessageEditor;
import java.util.List;

/** Writes OBX-2 where a sender leaves it out though OBX-5 is valued: NM for a number, CWE for components, else ST. */
record InferValueType() implements Step {

    static final String NAME = "infer-value-type";

    static Step of(Arguments arguments) {
        arguments.mustHave(0, 0, NAME);
        return new InferValueType();
    }

    @Override
    public void apply(MessageEditor message, List<Change> changes) {
        int segments = message.count("OBX");
        for (int occurrence = 1; occurrence <= segments; occurrence++) {
            String value = message.field("OBX", occurrence, 5);
            if (!message.field("OBX", occurrence, 2).isBlank() || !Places.isValued(value)) {
                continue;
            }
            if (message.setField(
                    "OBX", occurrence, 2, type(value, message.separators().component()))) {
                changes.add(new Change(NAME, new FieldPath("OBX", occurrence, 2, 1, 0, 0), null));
            }
        }
    }

    private static String type(String value, char component) {
        if (value.strip().matches("[+-]?\\d+(\\.\\d+)?")) {
            return "NM";
        }
        return value.indexOf(component) >= 0 ? "CWE" : "ST";
    }
}
