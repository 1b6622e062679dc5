package dev.tributary.identity;

import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;

/**
 * Which identifiers identify a person (HL7 table 0203, CX.5). An account or a visit number does not, nor does a number
 * that is often mistyped or shared in a family, such as a social security number: joining two records by it is a guess.
 * An identifier without a type counts, since PID-3 is the patient identifier list.
 *
 * @param codes of table 0203
 */
public record IdentifyingTypes(Set<String> codes) {

    /** Medical record, internal, external, national, jurisdictional and member numbers, and enterprise (MPI) numbers. */
    public static final IdentifyingTypes DEFAULT =
            new IdentifyingTypes(Set.of("MR", "MRT", "PI", "PT", "PE", "NI", "NH", "JHN", "EI", "U"));

    /** Copies the set. */
    public IdentifyingTypes {
        codes = Set.copyOf(codes);
    }

    /**
     * @param identifier of a Patient
     * @return whether it has a value and is of an identifying type, or of none
     */
    public boolean identifies(Identifier identifier) {
        if (!identifier.hasValue()) {
            return false;
        }
        Set<String> types = identifier.getType().getCoding().stream()
                .map(Coding::getCode)
                .filter(code -> code != null && !code.isEmpty())
                .collect(Collectors.toSet());
        return types.isEmpty() || types.stream().anyMatch(codes::contains);
    }
}
