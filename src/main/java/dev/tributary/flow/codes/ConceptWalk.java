package dev.tributary.flow.codes;

import java.util.function.BiConsumer;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Resource;

/** Comes by every CodeableConcept of a resource. */
final class ConceptWalk {

    private ConceptWalk() {}

    /** @param visitor takes the element without places in lists, {@code Observation.code}, and the concept itself */
    static void over(Resource resource, BiConsumer<String, CodeableConcept> visitor) {
        over(resource, resource.fhirType(), visitor);
    }

    private static void over(Base parent, String path, BiConsumer<String, CodeableConcept> visitor) {
        for (Property property : parent.children()) {
            for (Base value : property.getValues()) {
                String element = path + "." + property.getName();
                if (value instanceof CodeableConcept concept) {
                    visitor.accept(element, concept);
                } else {
                    over(value, element, visitor);
                }
            }
        }
    }
}
