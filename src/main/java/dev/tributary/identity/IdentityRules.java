package dev.tributary.identity;

import dev.tributary.base.AssigningAuthorities;
import dev.tributary.base.AssigningAuthority;
import dev.tributary.base.FeedName;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.Identifier;

/**
 * Which identifiers identify a person (HL7 table 0203, CX.5), and which names of an authority mean the same one. An
 * account or a visit number does not identify, nor does a number that is often mistyped or shared in a family, such as a
 * social security number: joining two records by it is a guess. An identifier without a type is what its authority gives
 * out, and counts where that is open too, since PID-3 is the patient identifier list.
 *
 * @param types codes of table 0203
 * @param authorities as configured
 */
public record IdentityRules(Set<String> types, AssigningAuthorities authorities) {

    /** Medical record, internal, external, national, jurisdictional and member numbers, and enterprise (MPI) numbers. */
    public static final IdentityRules DEFAULT = new IdentityRules(
            Set.of("MR", "MRT", "PI", "PT", "PE", "NI", "NH", "JHN", "EI", "U"), new AssigningAuthorities(List.of()));

    // how the mapping calls an authority that naming.csv does not know: docs/mapping-language.md §8
    private static final String LOCAL_NAME = ":authority:";
    private static final String OID = "urn:oid:";

    /** Copies the set. */
    public IdentityRules {
        types = Set.copyOf(types);
    }

    /**
     * @param identifier of a Patient
     * @return whether it has a value and is of an identifying type, or of none
     */
    public boolean identifies(Identifier identifier) {
        if (!identifier.hasValue() || identifier.getValue().isBlank()) {
            return false;
        }
        Set<String> codes = identifier.getType().getCoding().stream()
                .map(Coding::getCode)
                .filter(code -> code != null && !code.isEmpty())
                .collect(Collectors.toSet());
        if (!codes.isEmpty()) {
            return codes.stream().anyMatch(types::contains);
        }
        String type = authority(identifier).map(AssigningAuthority::type).orElse("");
        return type.isEmpty() || types.contains(type);
    }

    /** The number within its authority, whatever the sender calls that. */
    IdentifierKey key(Identifier identifier, FeedName feed) {
        String value = identifier.getValue().strip();
        if (!identifier.hasSystem()) {
            return new IdentifierKey("urn:tributary:feed:" + feed, value);
        }
        return new IdentifierKey(
                authority(identifier).map(AssigningAuthority::system).orElse(identifier.getSystem()), value);
    }

    private Optional<AssigningAuthority> authority(Identifier identifier) {
        if (!identifier.hasSystem() || authorities.all().isEmpty()) {
            return Optional.empty();
        }
        String system = identifier.getSystem();
        Optional<AssigningAuthority> bySystem = authorities.ofSystem(system);
        if (bySystem.isPresent()) {
            return bySystem;
        }
        if (system.startsWith(OID)) {
            return authorities.find("", system.substring(OID.length()));
        }
        int name = system.indexOf(LOCAL_NAME);
        return name < 0
                ? Optional.empty()
                : authorities.find(
                        URLDecoder.decode(
                                // the mapping percent-encodes as in a URI, where a plus is a plus
                                system.substring(name + LOCAL_NAME.length()).replace("+", "%2B"),
                                StandardCharsets.UTF_8),
                        "");
    }
}
