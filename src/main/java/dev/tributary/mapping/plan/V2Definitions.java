package dev.tributary.mapping.plan;

import dev.tributary.vocabulary.Csv;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which fields segments have and which components data types have, over all versions of HL7 v2. */
final class V2Definitions {

    /** The type of a field whose type another field tells (OBX-5). */
    static final String VARIES = "varies";

    private static final V2Definitions SHIPPED = load();

    private final Map<String, Map<Integer, String>> segments = new HashMap<>();
    private final Map<String, Map<Integer, String>> types = new HashMap<>();
    private final Set<String> repeating = new HashSet<>();

    private V2Definitions() {}

    static V2Definitions shipped() {
        return SHIPPED;
    }

    /** @return numbers and types of a segment's fields; null if HL7 has no such segment */
    @Nullable
    Map<Integer, String> segment(String name) {
        return segments.get(name);
    }

    /** @return numbers and types of a data type's components; empty for a primitive; null if there is no such type */
    @Nullable
    Map<Integer, String> type(String name) {
        return types.get(name);
    }

    /** @return whether the field may repeat, by the standard */
    boolean repeats(String segment, int field) {
        return repeating.contains(segment + "-" + field);
    }

    /** @return the names of all segments */
    Set<String> segmentNames() {
        return segments.keySet();
    }

    private static V2Definitions load() {
        V2Definitions definitions = new V2Definitions();
        try (InputStream in = V2Definitions.class.getResourceAsStream("/dev/tributary/mapping/v2-definitions.csv")) {
            if (in == null) {
                throw new IllegalStateException("v2-definitions.csv is not on the class path");
            }
            for (Csv.Line line : Csv.read(new String(in.readAllBytes(), StandardCharsets.UTF_8))) {
                definitions.add(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return definitions;
    }

    private void add(Csv.Line line) {
        String address = line.cell(0);
        int hyphen = address.indexOf('-');
        int dot = address.indexOf('.');
        if (hyphen > 0) {
            segments.computeIfAbsent(address.substring(0, hyphen), name -> new TreeMap<>())
                    .put(Integer.parseInt(address.substring(hyphen + 1)), line.cell(1));
            if (line.cell(2).equals("*")) {
                repeating.add(address);
            }
        } else if (dot > 0) {
            types.computeIfAbsent(address.substring(0, dot), name -> new TreeMap<>())
                    .put(Integer.parseInt(address.substring(dot + 1)), line.cell(1));
        } else {
            types.computeIfAbsent(address, name -> new TreeMap<>());
        }
    }
}
