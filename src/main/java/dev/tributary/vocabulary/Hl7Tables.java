package dev.tributary.vocabulary;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which codes the tables of HL7 v2 have, as R4 defines them. Senders name a table for codes of their own
 * ({@code 12^Cardio^HL70069}); to write such a code under the table's system would invent a code.
 */
final class Hl7Tables {

    private static final String SYSTEM = "http://terminology.hl7.org/CodeSystem/v2-";
    private static final String FILE = "v2-tables.tsv";

    private Hl7Tables() {}

    // read when the first code of a table is asked for
    private static final class Loaded {
        private static final Map<String, Set<String>> TABLES = read();
    }

    /** @return whether the system is that of an HL7 table whose codes are known, and the code is none of them */
    static boolean lacks(String system, String code) {
        if (!system.startsWith(SYSTEM)) {
            return false;
        }
        Set<String> codes = Loaded.TABLES.get(system.substring(SYSTEM.length()));
        return codes != null && !codes.contains(code);
    }

    private static Map<String, Set<String>> read() {
        Map<String, Set<String>> tables = new HashMap<>();
        try (InputStream in = Hl7Tables.class.getResourceAsStream(FILE)) {
            if (in == null) {
                throw new IllegalStateException(FILE + " is missing in the jar");
            }
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .forEach(line -> {
                        List<String> cells = Arrays.asList(line.split("\t"));
                        tables.put(cells.get(0), Set.copyOf(cells.subList(1, cells.size())));
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tables;
    }
}
