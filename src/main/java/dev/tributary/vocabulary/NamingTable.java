package dev.tributary.vocabulary;

import dev.tributary.base.NearestWord;
import dev.tributary.base.Problems;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which FHIR system a name of HL7 v2 stands for: assigning authorities (table 0300, HD) and coding systems (table 0396).
 * What the table does not have is derived: OIDs and UUIDs become URNs, URIs stay, {@code HL70001} becomes HL7's own
 * system, and any other name becomes one below the feed's namespace, which claims nothing of others.
 */
public final class NamingTable {

    private static final List<String> HEADER = List.of("kind", "name", "system", "comment");
    private static final Pattern UUID =
            Pattern.compile("[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}");
    private static final int UUID_LENGTH = 36;
    private static final Pattern URI = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:[^\\s]+");
    private static final Pattern HL7_TABLE = Pattern.compile("HL7-?([0-9]{4})");

    private final Map<String, String> authorities;
    private final Map<String, String> codeSystems;
    // names recur in every message; bounded, since senders may send anything
    private final Map<String, String> derived = new ConcurrentHashMap<>();

    private NamingTable(Map<String, String> authorities, Map<String, String> codeSystems) {
        this.authorities = authorities;
        this.codeSystems = codeSystems;
    }

    /** Reads {@code naming.csv}; takes every mistake to {@code problems}. */
    public static NamingTable read(String file, String text, Problems problems) {
        Map<String, String> authorities = new HashMap<>();
        Map<String, String> codeSystems = new HashMap<>();
        List<Csv.Line> all = Csv.read(text);
        if (all.isEmpty() || !all.get(0).cells().equals(HEADER)) {
            problems.add(file, 1, "the header line is missing or another", "begin with " + String.join(",", HEADER));
        }
        for (Csv.Line line : all.isEmpty() ? all : all.subList(1, all.size())) {
            String kind = line.cell(0);
            Map<String, String> into =
                    switch (kind) {
                        case "authority" -> authorities;
                        case "code-system" -> codeSystems;
                        default -> {
                            List<String> kinds = List.of("authority", "code-system");
                            problems.add(
                                    file, line.line(), "unknown kind '" + kind + "'", NearestWord.cure(kind, kinds));
                            yield new HashMap<>();
                        }
                    };
            if (!URI.matcher(line.cell(2)).matches()) {
                problems.add(
                        file, line.line(), "the system is no URI", "write it like http://loinc.org or urn:oid:1.2.3");
            }
            if (into.put(line.cell(1), line.cell(2)) != null) {
                problems.add(file, line.line(), "'" + line.cell(1) + "' has a line above", "remove one of them");
            }
        }
        return new NamingTable(authorities, codeSystems);
    }

    /**
     * @param name HD.1, may be empty
     * @param universalId HD.2, may be empty
     * @param type HD.3, may be empty
     * @param namespace of the feed, {@code urn:tributary}
     * @return the system of identifiers this authority gives; empty if all three are
     */
    public String authority(String name, String universalId, String type, String namespace) {
        String known = authorities.get(universalId);
        if (known == null) {
            known = authorities.get(name);
        }
        if (known != null) {
            return known;
        }
        if (!universalId.isEmpty()) {
            String uri = uri(universalId, type);
            if (uri != null) {
                return uri;
            }
        }
        String local = name.isEmpty() ? universalId : name;
        if (local.isEmpty()) {
            return "";
        }
        String uri = uri(local, "");
        return uri != null ? uri : local(namespace + ":authority:", local);
    }

    /**
     * @param name HL7's name of a coding system, {@code LN}
     * @return its system; empty for an empty name
     */
    public String codeSystem(String name, String namespace) {
        if (name.isEmpty()) {
            return "";
        }
        String known = knownCodeSystem(name);
        return known != null ? known : local(namespace + ":code-system:", name);
    }

    /**
     * @param name HL7's name of a coding system
     * @param code sent with it; empty if none was
     * @return its system; one below the namespace where the name is that of an HL7 table which does not have the code
     */
    public String codeSystem(String name, String code, String namespace) {
        if (!code.isEmpty() && Hl7Tables.lacks(codeSystem(name, namespace), code)) {
            return local(namespace + ":code-system:", name);
        }
        return codeSystem(name, namespace);
    }

    /** @return whether the name stands for a system that others have defined, not the sender */
    public boolean isKnownCodeSystem(String name) {
        return !name.isEmpty() && knownCodeSystem(name) != null;
    }

    /** @return HD.2 as a URI, by HD.3; null if it is none */
    public @Nullable String uri(String universalId, String type) {
        if (Oid.isOid(universalId)) {
            return "urn:oid:" + universalId;
        }
        if (universalId.length() == UUID_LENGTH && UUID.matcher(universalId).matches()) {
            return "urn:uuid:" + universalId.toLowerCase(Locale.ROOT);
        }
        if (type.equals("DNS")) {
            return "urn:dns:" + encoded(universalId);
        }
        return universalId.indexOf(':') > 0 && URI.matcher(universalId).matches() ? universalId : null;
    }

    private @Nullable String knownCodeSystem(String name) {
        String known = codeSystems.get(name);
        if (known != null) {
            return known;
        }
        if (name.startsWith("HL7")) {
            var table = HL7_TABLE.matcher(name);
            if (table.matches()) {
                return "http://terminology.hl7.org/CodeSystem/v2-" + table.group(1);
            }
        }
        return uri(name, "");
    }

    private String local(String prefix, String name) {
        String key = prefix + name;
        String system = derived.get(key);
        if (system == null) {
            system = prefix + encoded(name);
            if (derived.size() < 10_000) {
                derived.put(key, system);
            }
        }
        return system;
    }

    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
