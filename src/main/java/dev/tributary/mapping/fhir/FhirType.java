package dev.tributary.mapping.fhir;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A type of R4: a resource, a data type, a primitive, or a part of one of these. Immutable. */
public final class FhirType {

    private final String name;
    private final boolean resource;
    private final boolean primitive;
    private final Map<String, FhirElement> elements;
    private final List<FhirElement> inOrder;

    FhirType(String name, boolean resource, boolean primitive, List<FhirElement> elements) {
        this.name = name;
        this.resource = resource;
        this.primitive = primitive;
        this.inOrder = List.copyOf(elements);
        this.elements = new LinkedHashMap<>();
        for (FhirElement element : elements) {
            this.elements.put(element.name(), element);
        }
    }

    /** @return {@code Patient}, {@code Identifier}, {@code dateTime}, {@code Patient.contact} */
    public String name() {
        return name;
    }

    /** @return whether it can stand alone */
    public boolean isResource() {
        return resource;
    }

    /** @return whether it holds one value */
    public boolean isPrimitive() {
        return primitive;
    }

    /** @return its elements, in the order of R4 */
    public List<FhirElement> elements() {
        return inOrder;
    }

    /** @return the element of this name; null if there is none */
    public @Nullable FhirElement element(String elementName) {
        return elements.get(elementName);
    }

    /** @return every name that a path may use here, choices with each of their types */
    public Collection<String> names() {
        List<String> names = new ArrayList<>();
        for (FhirElement element : inOrder) {
            if (element.choice()) {
                element.types().forEach(type -> names.add(element.name() + capital(type)));
            } else {
                names.add(element.name());
            }
        }
        return names;
    }

    /** @return {@code Quantity} of {@code quantity}: how a type is written in the name of a choice */
    public static String capital(String type) {
        return Character.toUpperCase(type.charAt(0)) + type.substring(1);
    }
}
