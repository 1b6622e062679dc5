package dev.tributary.alert.rule;

import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimePrimitiveDatatypeDefinition;
import ca.uhn.fhir.context.support.IValidationSupport;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.hl7.fhir.r4.model.StructureDefinition.StructureDefinitionKind;
import org.hl7.fhir.r4.model.StructureDefinition.TypeDerivationRule;
import org.jspecify.annotations.Nullable;

/**
 * Tells the FHIRPath engine the names of FHIR's types, which is all it asks for when it evaluates. The full definitions
 * would take six seconds to read where this takes a fraction of one.
 */
public final class TypeNames implements IValidationSupport {

    private static final String BASE = "http://hl7.org/fhir/StructureDefinition/";

    private final FhirContext context;
    private final List<StructureDefinition> definitions = new ArrayList<>();

    /** @param context of R4 */
    public TypeNames(FhirContext context) {
        this.context = context;
        for (BaseRuntimeElementDefinition<?> element : context.getElementDefinitions()) {
            boolean primitive = element instanceof RuntimePrimitiveDatatypeDefinition;
            define(
                    element.getName(),
                    primitive ? StructureDefinitionKind.PRIMITIVETYPE : StructureDefinitionKind.COMPLEXTYPE);
        }
        context.getResourceTypes().forEach(type -> define(type, StructureDefinitionKind.RESOURCE));
    }

    private void define(String name, StructureDefinitionKind kind) {
        StructureDefinition definition = new StructureDefinition();
        definition.setId(name);
        definition.setUrl(BASE + name);
        definition.setName(name);
        definition.setType(name);
        definition.setKind(kind);
        definition.setDerivation(TypeDerivationRule.SPECIALIZATION);
        definitions.add(definition);
    }

    @Override
    public FhirContext getFhirContext() {
        return context;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T extends IBaseResource> List<T> fetchAllStructureDefinitions() {
        return (List<T>) definitions;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T extends IBaseResource> @Nullable T fetchResource(@Nullable Class<T> type, String uri) {
        if (type == null || !type.isAssignableFrom(StructureDefinition.class)) {
            return null;
        }
        return (T) definitions.stream()
                .filter(definition -> definition.getUrl().equals(uri))
                .findFirst()
                .orElse(null);
    }
}
