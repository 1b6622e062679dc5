package dev.tributary.identity;

import dev.tributary.base.AssigningAuthorities;
import dev.tributary.base.AssigningAuthority;
import java.util.List;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which numbers identify a person, and who gives them out.
 *
 * @param types codes of HL7 table 0203 (CX.5) that identify a person; others ({@code AN}, {@code VN}, {@code SS}) never do
 * @param authorities assigning authorities under all the names senders have for them
 */
@ConfigurationProperties("tributary.identity")
public record IdentitySettings(
        @DefaultValue({"MR", "MRT", "PI", "PT", "PE", "NI", "NH", "JHN", "EI", "U"})
        List<String> types,

        @DefaultValue List<Authority> authorities) {

    /**
     * One authority; a URI or an OID must be given.
     *
     * @param namespace CX.4.1 as senders write it; case does not count
     * @param oid CX.4.2 where CX.4.3 is {@code ISO}
     * @param uri the {@code Identifier.system}, if it is not {@code urn:oid:} and the OID
     * @param type HL7 table 0203: what its numbers are where CX.5 does not say
     */
    public record Authority(
            @DefaultValue("") String namespace,
            @DefaultValue("") String oid,
            @DefaultValue("") String uri,
            @DefaultValue("") String type) {}

    /** Copies the lists. */
    public IdentitySettings {
        types = List.copyOf(types);
        authorities = List.copyOf(authorities);
    }

    /**
     * @return the rules
     * @throws IllegalArgumentException if a code is no code, or an authority has no system or shares a name with another
     */
    public IdentityRules rules() {
        for (String type : types) {
            if (!type.matches("[A-Z][A-Za-z0-9]{0,19}")) {
                throw new IllegalArgumentException("tributary.identity.types: '" + type
                        + "' is no code of HL7 table 0203: write it as CX.5 has it, such as MR");
            }
        }
        return new IdentityRules(
                Set.copyOf(types),
                new AssigningAuthorities(authorities.stream()
                        .map(each -> new AssigningAuthority(each.namespace(), each.oid(), each.uri(), each.type()))
                        .toList()));
    }
}
