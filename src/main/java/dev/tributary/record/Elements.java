package dev.tributary.record;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.FhirContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Element;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/** Reading, writing and comparing elements of any resource by name ({@code value} stands for {@code value[x]}). */
final class Elements {

    private static final FhirContext FHIR = FhirContext.forR4Cached();

    private Elements() {}

    /** @return a resource of that type that holds nothing */
    static Resource newResource(String type) {
        return (Resource) FHIR.getResourceDefinition(type).newInstance();
    }

    /** All elements of the parent that hold something, in the order of the definition, without id and meta. */
    static Map<String, List<Base>> stated(Base parent) {
        Map<String, List<Base>> stated = new LinkedHashMap<>();
        for (Property property : parent.children()) {
            List<Base> values = List.copyOf(valued(property));
            String name = name(property);
            if (!values.isEmpty() && !name.equals("id") && !name.equals("meta")) {
                stated.put(name, values);
            }
        }
        return stated;
    }

    static List<Base> get(Base parent, String name) {
        Property property = parent.isPrimitive() ? null : parent.getNamedProperty(name);
        return property == null ? List.of() : List.copyOf(valued(property));
    }

    /** All values at a path such as {@code name.given}, in every item of what repeats. */
    static List<Base> at(Base parent, String path) {
        List<Base> values = List.of(parent);
        for (String name : path.split("\\.")) {
            values = values.stream().flatMap(value -> get(value, name).stream()).toList();
        }
        return values;
    }

    /** Clears the element at the path, in every item of what repeats; a path that does not exist is left alone. */
    static void remove(Base parent, String path) {
        int dot = path.lastIndexOf('.');
        List<Base> owners = dot < 0 ? List.of(parent) : at(parent, path.substring(0, dot));
        String name = path.substring(dot + 1);
        owners.stream().filter(owner -> has(owner, name)).forEach(owner -> set(owner, name, List.of()));
    }

    /** Whether the type has such an element at all. */
    static boolean has(Base parent, String name) {
        return !parent.isPrimitive() && parent.getNamedProperty(name) != null;
    }

    /** Puts the values, not copies of them, in place of all there are; none clears the element. */
    static void set(Base parent, String name, List<? extends Base> values) {
        BaseRuntimeChildDefinition child = child(parent, name);
        child.getMutator().setValue(parent, null);
        for (Base value : values) {
            child.getMutator().addValue(parent, value);
        }
    }

    /** Adds the value itself, not a copy. */
    static void add(Base parent, String name, Base value) {
        child(parent, name).getMutator().addValue(parent, value);
    }

    private static BaseRuntimeChildDefinition child(Base parent, String name) {
        if (FHIR.getElementDefinition(parent.getClass())
                instanceof BaseRuntimeElementCompositeDefinition<?> definition) {
            BaseRuntimeChildDefinition child = definition.getChildByName(name);
            child = child == null ? definition.getChildByName(name + "[x]") : child;
            if (child != null) {
                return child;
            }
        }
        throw new IllegalArgumentException(parent.fhirType() + " has no element " + name);
    }

    /**
     * Whether two elements say the same to the letter: unlike {@code equalsDeep}, {@code 1980} is not {@code
     * 1980-01-01}, nor {@code 98.0} {@code 98.00}. Ids of elements and meta do not count.
     */
    static boolean same(Base one, Base other) {
        if (one == other) {
            return true;
        }
        if (!one.fhirType().equals(other.fhirType())) {
            return false;
        }
        if (one.isPrimitive()) {
            return Objects.equals(one.primitiveValue(), other.primitiveValue())
                    && same(extensions(one), extensions(other));
        }
        return sameChildren(one, other);
    }

    private static List<Extension> extensions(Base primitive) {
        return primitive instanceof Element element && element.hasExtension() ? element.getExtension() : List.of();
    }

    static boolean same(List<? extends Base> some, List<? extends Base> others) {
        if (some.size() != others.size()) {
            return false;
        }
        for (int i = 0; i < some.size(); i++) {
            if (!same(some.get(i), others.get(i))) {
                return false;
            }
        }
        return true;
    }

    // elements of one type list their children in one order
    private static boolean sameChildren(Base one, Base other) {
        List<Property> left = one.children();
        List<Property> right = other.children();
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            String name = left.get(i).getName();
            boolean counts = !name.equals("id") && !name.equals("meta");
            if (counts && !same(valued(left.get(i)), valued(right.get(i)))) {
                return false;
            }
        }
        return true;
    }

    private static List<Base> valued(Property property) {
        List<Base> values = property.getValues();
        for (Base value : values) {
            if (value.isEmpty()) {
                return values.stream().filter(each -> !each.isEmpty()).toList();
            }
        }
        return values;
    }

    /** Replaces the targets of all references, at any depth. */
    static void rewriteReferences(Base parent, Map<String, String> rewrites) {
        for (Reference reference : references(parent)) {
            String target = rewrites.get(reference.getReference());
            if (target != null) {
                reference.setReference(target);
            }
        }
    }

    /** All references within, at any depth. */
    static List<Reference> references(Base parent) {
        List<Reference> found = new ArrayList<>();
        collect(parent, found);
        return found;
    }

    private static void collect(Base parent, List<Reference> found) {
        for (Property property : parent.children()) {
            for (IBase value : property.getValues()) {
                if (value instanceof Reference reference && reference.hasReference()) {
                    found.add(reference);
                } else if (value instanceof Base base && !base.isPrimitive()) {
                    collect(base, found);
                }
            }
        }
    }

    private static String name(Property property) {
        String name = property.getName();
        return name.endsWith("[x]") ? name.substring(0, name.length() - 3) : name;
    }
}
