package dev.tributary.mapping.fhir;

import java.util.List;
import org.hl7.fhir.r4.model.Base;

/**
 * One element of a type.
 *
 * @param name without {@code [x]}: {@code value}, {@code birthDate}
 * @param hash of the name, what the model's generated switches ask for
 * @param choice whether it is a choice of types
 * @param list whether it may repeat
 * @param required whether R4 demands it
 * @param types names of its types: one, or the choices; a part of its own is called by its path, {@code Patient.contact}
 * @param targets for references: the types referred to; empty if any
 */
public record FhirElement(
        String name,
        int hash,
        boolean choice,
        boolean list,
        boolean required,
        List<String> types,
        List<String> targets) {

    /** Keeps copies of the lists. */
    public FhirElement {
        types = List.copyOf(types);
        targets = List.copyOf(targets);
    }

    /** @return the element of this name in its parent: added if it is a list, else the one there is, made if there is none */
    public Base make(Base parent, String type) {
        if (!choice) {
            return parent.makeProperty(hash, name);
        }
        Base[] there = parent.getProperty(hash, name, true);
        if (there.length > 0 && there[0] != null) {
            if (!there[0].fhirType().equals(type)) {
                throw new ChoiceTakenException();
            }
            return there[0];
        }
        Base value = FhirModel.make(type);
        if (value == null) {
            throw new IllegalArgumentException("R4 has no type " + type);
        }
        parent.setProperty(hash, name, value);
        return value;
    }

    /** @return what the parent has of this name */
    public Base[] of(Base parent) {
        return parent.getProperty(hash, name, true);
    }

    /** An element that is a choice holds a value of another type already. */
    public static final class ChoiceTakenException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        ChoiceTakenException() {
            super("the choice holds another type", null, false, false);
        }
    }
}
