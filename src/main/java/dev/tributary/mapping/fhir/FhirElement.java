package dev.tributary.mapping.fhir;

import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Base;
import org.jspecify.annotations.Nullable;

/** One element of a type. Immutable. */
public final class FhirElement {

    private final String name;
    private final int hash;
    private final boolean choice;
    private final boolean list;
    private final boolean required;
    private final List<String> types;
    private final List<String> targets;
    private final String jsonName;
    private final List<String> jsonNames;
    private final @Nullable Field field;

    /**
     * @param fields of the class it is an element of and those above, by name
     * @param name without {@code [x]}: {@code value}, {@code birthDate}
     * @param choice whether it is a choice of types
     * @param list whether it may repeat
     * @param required whether R4 demands it
     * @param types names of its types: one, or the choices; a part of its own is called by its path, {@code
     *     Patient.contact}
     * @param targets for references: the types referred to; empty if any
     */
    FhirElement(
            Map<String, Field> fields,
            String name,
            boolean choice,
            boolean list,
            boolean required,
            List<String> types,
            List<String> targets) {
        this.name = name;
        this.hash = name.hashCode();
        this.choice = choice;
        this.list = list;
        this.required = required;
        this.types = List.copyOf(types);
        this.targets = List.copyOf(targets);
        this.jsonName = json(name);
        this.jsonNames = choice
                ? this.types.stream()
                        .map(type -> json(name + FhirType.capital(type)))
                        .toList()
                : List.of();
        this.field = field(fields, name, list);
    }

    /** @return without {@code [x]} */
    public String name() {
        return name;
    }

    /** @return of the name: what the model's generated switches ask for */
    public int hash() {
        return hash;
    }

    /** @return whether it is a choice of types */
    public boolean choice() {
        return choice;
    }

    /** @return whether it may repeat */
    public boolean list() {
        return list;
    }

    /** @return whether R4 demands it */
    public boolean required() {
        return required;
    }

    /** @return names of its types */
    public List<String> types() {
        return types;
    }

    /** @return for references: the types referred to; empty if any */
    public List<String> targets() {
        return targets;
    }

    /** @return the name as JSON writes it before a value, with quotes and colon; choices with the value's type */
    public String jsonName(Base value) {
        if (!choice) {
            return jsonName;
        }
        String type = value.fhirType();
        int index = types.indexOf(type);
        return index >= 0 ? jsonNames.get(index) : json(name + FhirType.capital(type));
    }

    /** @return the element of this name in its parent: added if it is a list, else the one there is, made if there is none */
    public Base make(Base parent, String type) {
        if (!choice) {
            return parent.makeProperty(hash, name);
        }
        Base there = value(parent);
        if (there != null) {
            if (!there.fhirType().equals(type)) {
                throw new ChoiceTakenException();
            }
            return there;
        }
        Base value = FhirModel.make(type);
        if (value == null) {
            throw new IllegalArgumentException("R4 has no type " + type);
        }
        parent.setProperty(hash, name, value);
        return value;
    }

    /** @return what the parent has of this name, not to be changed; none if it has nothing */
    @SuppressWarnings("unchecked")
    public List<Base> values(Base parent) {
        if (field == null || !field.getDeclaringClass().isInstance(parent)) {
            return List.of(parent.getProperty(hash, name, true));
        }
        Object found = read(field, parent);
        if (found == null) {
            return List.of();
        }
        return list ? (List<Base>) found : List.of((Base) found);
    }

    /** @return what the parent has of this name, the first of a list; null if it has nothing */
    public @Nullable Base value(Base parent) {
        if (field != null && !list && field.getDeclaringClass().isInstance(parent)) {
            return (Base) read(field, parent);
        }
        List<Base> values = values(parent);
        return values.isEmpty() ? null : values.get(0);
    }

    /** Takes values out of the parent's list of this name. */
    public void remove(Base parent, Set<Base> gone) {
        if (field != null && list) {
            values(parent).removeIf(gone::contains);
        } else {
            gone.forEach(each -> parent.removeChild(name, each));
        }
    }

    private static @Nullable Object read(Field field, Base parent) {
        try {
            return field.get(parent);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("the field was opened: " + field.getName(), e);
        }
    }

    // The model's generated getProperty makes an array for every answer, for "nothing" too, and most elements of most
    // resources are nothing. Its fields are called as the elements are; where one is not, getProperty answers.
    private static @Nullable Field field(Map<String, Field> fields, String name, boolean list) {
        Field field = fields.getOrDefault(name, fields.get(name + "_"));
        if (field == null) {
            return null;
        }
        boolean fits = list ? field.getType() == List.class : Base.class.isAssignableFrom(field.getType());
        return fits && field.trySetAccessible() ? field : null;
    }

    /** @return the fields of a class of the model, and of those above it, by name */
    static Map<String, Field> fields(Class<?> model) {
        Map<String, Field> fields = new HashMap<>();
        for (Class<?> each = model; each != null && each != Object.class; each = each.getSuperclass()) {
            for (Field field : each.getDeclaredFields()) {
                fields.putIfAbsent(field.getName(), field);
            }
        }
        return fields;
    }

    private static String json(String name) {
        return '"' + name + "\":";
    }

    /** @return its name */
    @Override
    public String toString() {
        return name;
    }

    /** An element that is a choice holds a value of another type already. */
    public static final class ChoiceTakenException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        ChoiceTakenException() {
            super("the choice holds another type", null, false, false);
        }
    }
}
