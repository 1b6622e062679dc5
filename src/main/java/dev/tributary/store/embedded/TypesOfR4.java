package dev.tributary.store.embedded;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.IValidationSupport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.instance.model.api.IBaseResource;
import org.hl7.fhir.r4.model.Enumerations.FHIRAllTypes;
import org.hl7.fhir.r4.model.StructureDefinition;
import org.hl7.fhir.r4.model.StructureDefinition.StructureDefinitionKind;
import org.hl7.fhir.r4.model.StructureDefinition.TypeDerivationRule;
import org.jspecify.annotations.Nullable;

/**
 * The types of R4 and what each is a kind of: all that FHIRPath asks of a StructureDefinition when search parameters are
 * evaluated. Reading HL7's full definitions instead took a third of the time of a start. Everything else is asked of
 * the support it stands before.
 */
final class TypesOfR4 implements IValidationSupport {

    private static final String BASE = "http://hl7.org/fhir/StructureDefinition/";

    /** What is not simply an {@code Element} or a {@code DomainResource}, by FHIR R4 datatypes and resource list. */
    private static final Map<String, String> PARENTS = Map.ofEntries(
            Map.entry("Resource", ""),
            Map.entry("Element", ""),
            Map.entry("DomainResource", "Resource"),
            Map.entry("Bundle", "Resource"),
            Map.entry("Binary", "Resource"),
            Map.entry("Parameters", "Resource"),
            Map.entry("Age", "Quantity"),
            Map.entry("Count", "Quantity"),
            Map.entry("Distance", "Quantity"),
            Map.entry("Duration", "Quantity"),
            Map.entry("MoneyQuantity", "Quantity"),
            Map.entry("SimpleQuantity", "Quantity"),
            Map.entry("Timing", "BackboneElement"),
            Map.entry("Dosage", "BackboneElement"),
            Map.entry("ElementDefinition", "BackboneElement"),
            Map.entry("code", "string"),
            Map.entry("id", "string"),
            Map.entry("markdown", "string"),
            Map.entry("canonical", "uri"),
            Map.entry("oid", "uri"),
            Map.entry("url", "uri"),
            Map.entry("uuid", "uri"),
            Map.entry("positiveInt", "integer"),
            Map.entry("unsignedInt", "integer"));

    private final FhirContext context;
    private final IValidationSupport rest;
    private final Map<String, StructureDefinition> types;

    TypesOfR4(FhirContext context, IValidationSupport rest) {
        this.context = context;
        this.rest = rest;
        this.types = types(context);
    }

    private static Map<String, StructureDefinition> types(FhirContext context) {
        Map<String, StructureDefinition> types = new LinkedHashMap<>();
        for (FHIRAllTypes type : FHIRAllTypes.values()) {
            String name = type.toCode();
            if (name == null || name.equals("Type") || name.equals("Any")) {
                continue;
            }
            boolean resource = context.getResourceTypes().contains(name)
                    || name.equals("Resource")
                    || name.equals("DomainResource");
            boolean primitive = Character.isLowerCase(name.charAt(0));
            StructureDefinition definition = new StructureDefinition();
            definition.setUrl(BASE + name).setName(name).setType(name);
            definition.setDerivation(TypeDerivationRule.SPECIALIZATION);
            definition.setKind(
                    resource
                            ? StructureDefinitionKind.RESOURCE
                            : primitive ? StructureDefinitionKind.PRIMITIVETYPE : StructureDefinitionKind.COMPLEXTYPE);
            String parent = PARENTS.getOrDefault(name, resource ? "DomainResource" : "Element");
            if (!parent.isEmpty()) {
                definition.setBaseDefinition(BASE + parent);
            }
            types.put(definition.getUrl(), definition);
        }
        return types;
    }

    @Override
    public FhirContext getFhirContext() {
        return context;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T extends IBaseResource> List<T> fetchAllStructureDefinitions() {
        return (List<T>) new ArrayList<>(types.values());
    }

    @Override
    public @Nullable IBaseResource fetchStructureDefinition(String url) {
        StructureDefinition type = types.get(url);
        return type == null ? rest.fetchStructureDefinition(url) : type;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T extends IBaseResource> @Nullable T fetchResource(@Nullable Class<T> kind, String url) {
        StructureDefinition type = types.get(url);
        return type == null || kind != StructureDefinition.class ? rest.fetchResource(kind, url) : (T) type;
    }

    @Override
    public <T extends IBaseResource> @Nullable List<T> fetchAllSearchParameters() {
        return rest.fetchAllSearchParameters();
    }

    @Override
    public @Nullable List<IBaseResource> fetchAllConformanceResources() {
        return rest.fetchAllConformanceResources();
    }

    @Override
    public <T extends IBaseResource> @Nullable List<T> fetchAllNonBaseStructureDefinitions() {
        return rest.fetchAllNonBaseStructureDefinitions();
    }

    @Override
    public @Nullable IBaseResource fetchCodeSystem(String system) {
        return rest.fetchCodeSystem(system);
    }

    @Override
    public @Nullable IBaseResource fetchValueSet(String url) {
        return rest.fetchValueSet(url);
    }
}
