package dev.tributary.mapping.fhir;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.hl7.fhir.exceptions.FHIRException;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ResourceType;
import org.jspecify.annotations.Nullable;

/** The types of R4, looked up by name. A type is asked from a sample of its class when it is first needed. */
public final class FhirModel {

    /** Every data type a choice without a limit may be ({@code Extension.value[x]}), R4 §2.24.0.1. */
    private static final List<String> ANY_TYPE = List.of(
            "base64Binary",
            "boolean",
            "canonical",
            "code",
            "date",
            "dateTime",
            "decimal",
            "id",
            "instant",
            "integer",
            "markdown",
            "oid",
            "positiveInt",
            "string",
            "time",
            "unsignedInt",
            "uri",
            "url",
            "uuid",
            "Address",
            "Age",
            "Annotation",
            "Attachment",
            "CodeableConcept",
            "Coding",
            "ContactPoint",
            "Count",
            "Distance",
            "Duration",
            "HumanName",
            "Identifier",
            "Money",
            "Period",
            "Quantity",
            "Range",
            "Ratio",
            "Reference",
            "SampledData",
            "Signature",
            "Timing",
            "ContactDetail",
            "Contributor",
            "DataRequirement",
            "Expression",
            "ParameterDefinition",
            "RelatedArtifact",
            "TriggerDefinition",
            "UsageContext",
            "Dosage",
            "Meta");

    private static final Set<String> RESOURCES = resources();
    private static final Map<String, FhirType> TYPES = new ConcurrentHashMap<>();
    private static final Map<String, Optional<Constructor<?>>> CLASSES = new ConcurrentHashMap<>();

    private FhirModel() {}

    /** @return the resource or data type of this name; null if R4 has none */
    public static @Nullable FhirType type(String name) {
        FhirType known = TYPES.get(name);
        if (known != null) {
            return known;
        }
        int dot = name.indexOf('.');
        if (dot > 0) {
            // parts are known once what they are part of is
            type(name.substring(0, dot));
            return TYPES.get(name);
        }
        Base sample = sample(name);
        if (sample == null) {
            return null;
        }
        FhirType type = describe(sample.isPrimitive() ? name : sample.fhirType(), sample);
        FhirType first = TYPES.putIfAbsent(name, type);
        return first == null ? type : first;
    }

    /** @return the part of a type that is known already, such as {@code Patient.contact}; null if there is none */
    public static @Nullable FhirType part(String path) {
        return TYPES.get(path);
    }

    /** @return whether this is the name of a resource */
    public static boolean isResource(String name) {
        return RESOURCES.contains(name);
    }

    /** @return the names of all resources */
    public static Set<String> resourceNames() {
        return RESOURCES;
    }

    /** @return the type of an object of the model */
    public static FhirType typeOf(Base object) {
        String name = object.fhirType();
        FhirType known = TYPES.get(name);
        if (known == null) {
            FhirType type = describe(name, object);
            known = TYPES.putIfAbsent(name, type);
            known = known == null ? type : known;
        }
        return known;
    }

    /** @return a new resource of this type, which must be one */
    public static Resource newResource(String type) {
        Base made = make(type);
        if (made instanceof Resource resource) {
            return resource;
        }
        throw new IllegalArgumentException("R4 has no resource " + type);
    }

    private static @Nullable Base sample(String name) {
        return CLASSES.containsKey(name) || isName(name) ? make(name) : null;
    }

    /** @return a new object of a data type or resource; null if R4 has no such type */
    static @Nullable Base make(String name) {
        Optional<Constructor<?>> known = CLASSES.get(name);
        if (known == null) {
            known = constructor(name);
            CLASSES.putIfAbsent(name, known);
        }
        if (known.isEmpty()) {
            return null;
        }
        try {
            return (Base) known.get().newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("no new " + name, e);
        }
    }

    private static boolean isName(String name) {
        return !name.isEmpty() && name.chars().allMatch(Character::isLetterOrDigit);
    }

    // not by ResourceFactory: loading it loads the classes of all resources, which takes a good part of a second
    private static Optional<Constructor<?>> constructor(String name) {
        String simple = Character.isLowerCase(name.charAt(0)) ? FhirType.capital(name) + "Type" : name;
        try {
            Class<?> found =
                    Class.forName("org.hl7.fhir.r4.model." + (simple.equals("List") ? "ListResource" : simple));
            boolean usable = Base.class.isAssignableFrom(found) && !Modifier.isAbstract(found.getModifiers());
            return usable ? Optional.of(found.getConstructor()) : Optional.empty();
        } catch (ClassNotFoundException | NoClassDefFoundError | NoSuchMethodException e) {
            return Optional.empty();
        }
    }

    private static FhirType describe(String name, Base sample) {
        List<FhirElement> elements = new ArrayList<>();
        List<Property> properties = sample.children();
        Map<String, Field> fields = FhirElement.fields(sample.getClass());
        // Timing and Dosage do not list what every element has
        if (!sample.isResource()) {
            elements.add(new FhirElement(fields, "id", false, false, false, List.of("string"), List.of()));
            elements.add(new FhirElement(fields, "extension", false, true, false, List.of("Extension"), List.of()));
        }
        for (Property property : properties) {
            String elementName = property.getName();
            boolean choice = elementName.endsWith("[x]");
            String plain = choice ? elementName.substring(0, elementName.length() - 3) : elementName;
            if (elements.stream().noneMatch(element -> element.name().equals(plain))) {
                elements.add(element(name, sample, fields, property, plain, choice));
            }
        }
        return new FhirType(name, sample.isResource(), sample.isPrimitive(), elements);
    }

    private static FhirElement element(
            String owner, Base sample, Map<String, Field> fields, Property property, String name, boolean choice) {
        List<String> types = new ArrayList<>();
        List<String> targets = new ArrayList<>();
        String code = property.getTypeCode();
        if (code.isEmpty() || code.startsWith("@")) {
            types.add(partType(sample, name, code, owner));
        } else if (code.equals("*")) {
            types.addAll(ANY_TYPE);
        } else {
            for (String each : splitTypes(code)) {
                int bracket = each.indexOf('(');
                String type = bracket < 0 ? each : each.substring(0, bracket);
                types.add(type.equals("SimpleQuantity") ? "Quantity" : type);
                if (each.startsWith("Reference(")) {
                    targets.addAll(List.of(
                            each.substring(bracket + 1, each.length() - 1).split("\\|")));
                }
            }
        }
        targets.removeIf(target -> target.equals("Any"));
        return new FhirElement(
                fields,
                name,
                choice,
                property.getMaxCardinality() > 1,
                property.getMinCardinality() > 0,
                types.stream().distinct().toList(),
                targets);
    }

    // "string|Reference(Patient|Group)" has a bar that divides types and one that divides targets
    private static List<String> splitTypes(String code) {
        List<String> types = new ArrayList<>();
        int depth = 0;
        int from = 0;
        for (int i = 0; i <= code.length(); i++) {
            char c = i < code.length() ? code.charAt(i) : '|';
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == '|' && depth == 0) {
                types.add(code.substring(from, i));
                from = i + 1;
            }
        }
        return types;
    }

    private static String partType(Base sample, String name, String code, String owner) {
        if (code.startsWith("@")) {
            return code.substring(1);
        }
        try {
            Base part = sample.copy().makeProperty(name.hashCode(), name);
            if (part == null) {
                return owner + "." + name;
            }
            String type = part.fhirType();
            if (!TYPES.containsKey(type) && type.contains(".") && !type.equals(owner)) {
                TYPES.put(type, describe(type, part));
            }
            return type;
        } catch (FHIRException | UnsupportedOperationException e) {
            return owner + "." + name;
        }
    }

    private static Set<String> resources() {
        Set<String> names = new TreeSet<>();
        for (ResourceType type : ResourceType.values()) {
            names.add(type.name());
        }
        return names;
    }
}
