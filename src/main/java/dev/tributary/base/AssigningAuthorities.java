package dev.tributary.base;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The assigning authorities a site has configured ({@code tributary.authorities}). One table for the naming of FHIR
 * systems and for identity, so that both call the same number the same. Immutable.
 */
public final class AssigningAuthorities {

    private final List<AssigningAuthority> all;
    private final Map<String, AssigningAuthority> byNamespace = new HashMap<>();
    private final Map<String, AssigningAuthority> byUniversalId = new HashMap<>();

    /**
     * @param all each namespace, OID and URI at most once
     * @throws IllegalArgumentException if two authorities claim the same name
     */
    public AssigningAuthorities(Collection<AssigningAuthority> all) {
        this.all = List.copyOf(all);
        for (AssigningAuthority one : this.all) {
            claim(byNamespace, one.namespace().toUpperCase(Locale.ROOT), one);
            claim(byUniversalId, one.oid(), one);
            claim(byUniversalId, one.system(), one);
        }
    }

    private static void claim(Map<String, AssigningAuthority> index, String name, AssigningAuthority one) {
        AssigningAuthority other = name.isEmpty() ? null : index.putIfAbsent(name, one);
        if (other != null && !other.equals(one)) {
            throw new IllegalArgumentException("two assigning authorities are called '" + name + "'");
        }
    }

    /**
     * @param namespace HD.1, empty if not sent; case does not count
     * @param universalId HD.2, empty if not sent: an OID or a URI; it beats the namespace, which is only local
     * @return the authority, or empty if none of that name is configured
     */
    public Optional<AssigningAuthority> find(String namespace, String universalId) {
        AssigningAuthority byId = byUniversalId.get(universalId);
        if (byId != null || !universalId.isEmpty()) {
            return Optional.ofNullable(byId);
        }
        return Optional.ofNullable(byNamespace.get(namespace.toUpperCase(Locale.ROOT)));
    }

    /**
     * @param system {@code Identifier.system}
     * @return the authority whose system it is, or empty if none is
     */
    public Optional<AssigningAuthority> ofSystem(String system) {
        return Optional.ofNullable(byUniversalId.get(system));
    }

    /** @return all of them, as configured */
    public List<AssigningAuthority> all() {
        return all;
    }
}
