package dev.tributary.mapping.plan;

import dev.tributary.mapping.fhir.FhirElement;
import dev.tributary.mapping.fhir.FhirModel;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Reference;

/** Ties the resources of a chain: each to the next higher one that came to be. */
final class Chains {

    private Chains() {}

    static void tie(Run run, Frame frame, TablePlan table) {
        Base lower = null;
        for (Slot slot : table.slots().chain()) {
            Base resource = frame.peek(slot, 0);
            if (resource == null) {
                continue;
            }
            if (lower == null) {
                frame.adopt(resource);
            } else {
                tie(run, lower, resource, table.chain());
            }
            lower = resource;
        }
    }

    private static void tie(Run run, Base lower, Base higher, String name) {
        FhirElement element = FhirModel.typeOf(lower).element(name);
        ResourceInstance from = run.instanceOf(lower);
        ResourceInstance to = run.instanceOf(higher);
        if (element != null
                && from != null
                && to != null
                && element.make(lower, "Reference") instanceof Reference tie) {
            run.refer(tie, to, from);
        }
    }
}
