package dev.tributary.hl7.preprocess;

import dev.tributary.hl7.FieldPath;
import dev.tributary.hl7.MessageEditor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Writes MSH-9.3 where a sender leaves it out, by HL7 table 0354; another event has the structure of its own name. */
record SetStructure() implements Step {

    static final String NAME = "set-structure";
    private static final Map<String, String> STRUCTURES = structures();

    static Step of(Arguments arguments) {
        arguments.mustHave(0, 0, NAME);
        return new SetStructure();
    }

    @Override
    public void apply(MessageEditor message, List<Change> changes) {
        String code = message.raw(FieldPath.parse("MSH-9.1")).strip();
        String event = message.raw(FieldPath.parse("MSH-9.2")).strip();
        FieldPath structure = FieldPath.parse("MSH-9.3");
        if (code.isEmpty() || event.isEmpty() || !message.raw(structure).isBlank()) {
            return;
        }
        String own = code + "_" + event;
        if (message.set(structure, STRUCTURES.getOrDefault(own, own))) {
            changes.add(new Change(NAME, structure, null));
        }
    }

    private static Map<String, String> structures() {
        Map<String, String> all = new HashMap<>();
        add(all, "ADT_A01", "A04 A08 A13");
        add(all, "ADT_A05", "A14 A28 A31");
        add(all, "ADT_A06", "A07");
        add(all, "ADT_A09", "A10 A11 A12");
        add(all, "ADT_A21", "A22 A23 A25 A26 A27 A29 A32 A33");
        add(all, "ADT_A30", "A34 A35 A36 A46 A47 A48 A49");
        add(all, "ADT_A39", "A40 A41 A42");
        add(all, "ADT_A43", "A44");
        add(all, "ADT_A50", "A51");
        add(all, "ADT_A52", "A53");
        add(all, "ADT_A54", "A55");
        add(all, "ADT_A61", "A62");
        add(all, "SIU_S12", "S13 S14 S15 S16 S17 S18 S19 S20 S21 S22 S23 S24 S26");
        add(all, "MDM_T01", "T03 T05 T07 T09 T11");
        add(all, "MDM_T02", "T04 T06 T08 T10");
        add(all, "PPR_PC1", "PC2 PC3");
        return Map.copyOf(all);
    }

    private static void add(Map<String, String> all, String structure, String events) {
        for (String event : events.split(" ")) {
            all.put(structure.substring(0, 4) + event, structure);
        }
    }
}
