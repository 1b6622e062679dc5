package dev.tributary.mapping.plan;

import dev.tributary.base.NearestWord;
import dev.tributary.base.Problems;
import dev.tributary.mapping.document.DocumentReader;
import dev.tributary.mapping.document.Written;
import dev.tributary.mapping.fhir.FhirElement;
import dev.tributary.mapping.fhir.FhirModel;
import dev.tributary.mapping.fhir.FhirType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;

/** Reads {@code keys.yaml} and the keys of tables; docs/mapping-language.md §7. */
public final class KeyReader {

    private static final Pattern ELEMENT = Pattern.compile("([a-z][A-Za-z.]*)(?:\\(([A-Za-z0-9]+)\\))?");

    private final String file;
    private final Problems problems;
    private final boolean checking;

    /**
     * @param file for problems
     * @param problems takes every mistake
     * @param checking whether elements are looked up in R4. It loads the classes of all types that have keys, which who
     *     maps one message of a set that was checked can do without
     */
    public KeyReader(String file, Problems problems, boolean checking) {
        this.file = file;
        this.problems = problems;
        this.checking = checking;
    }

    /** @return the rules of {@code keys.yaml} by type */
    public Map<String, KeyRule> rules(String text) {
        Map<String, KeyRule> rules = new HashMap<>();
        DocumentReader reader = new DocumentReader(file, problems);
        reader.top(text).forEach((type, node) -> {
            int line = node.getStartMark().getLine() + 1;
            if (!FhirModel.isResource(type)) {
                problems.add(
                        file,
                        line,
                        "R4 has no resource '" + type + "'",
                        NearestWord.cure(type, FhirModel.resourceNames()));
                return;
            }
            Node alternatives = node;
            boolean numbered = false;
            if (node instanceof MappingNode mapping) {
                Map<String, Node> entries = reader.entries(mapping);
                alternatives = entries.getOrDefault("key", node);
                String equal = entries.containsKey("equal")
                        ? reader.list(entries.get("equal")).get(0).text()
                        : "merge";
                numbered = equal.equals("number");
                if (!numbered && !equal.equals("merge")) {
                    problems.add(file, line, "equal is '" + equal + "'", "use merge or number");
                }
            }
            rules.put(type, new KeyRule(alternatives(type, reader.list(alternatives)), numbered));
        });
        return rules;
    }

    /** @return the alternatives of one type's key */
    List<KeyRule.Alternative> alternatives(String type, List<Written> written) {
        List<KeyRule.Alternative> alternatives = new ArrayList<>();
        for (Written each : written) {
            List<KeyRule.Part> parts = new ArrayList<>();
            for (String word : each.text().split(",")) {
                KeyRule.Part part = part(type, word.strip(), each.line());
                if (part != null) {
                    parts.add(part);
                }
            }
            alternatives.add(new KeyRule.Alternative(List.copyOf(parts)));
        }
        return List.copyOf(alternatives);
    }

    private KeyRule.@Nullable Part part(String type, String written, int line) {
        boolean optional = written.endsWith("?");
        String word = optional ? written.substring(0, written.length() - 1) : written;
        if (word.equals("sender")) {
            return new KeyRule.Part.Sender(optional);
        }
        boolean referring = word.startsWith("^");
        String other = referring ? word.substring(1) : word;
        if (FhirModel.isResource(other)) {
            return new KeyRule.Part.Other(other, referring, optional);
        }
        SourceRef ref = SourceRef.parse(word);
        if (ref != null && ref.field() > 0) {
            return new KeyRule.Part.Field(ref, optional);
        }
        Matcher element = ELEMENT.matcher(word);
        if (element.matches()) {
            List<String> path = Arrays.asList(element.group(1).split("\\."));
            String behind = element.group(2) == null ? "" : element.group(2);
            if (!checking || exists(type, path, behind.equals(KeyRule.SENT), line)) {
                return new KeyRule.Part.Element(path, behind, optional);
            }
            return null;
        }
        problems.add(
                file, line, "'" + written + "' is no part of a key", "name an element, ^Type, Type, OBX-4 or sender");
        return null;
    }

    private boolean exists(String typeName, List<String> path, boolean ofCodes, int line) {
        FhirType type = FhirModel.type(typeName);
        boolean codes = false;
        for (String name : path) {
            FhirElement element = type == null ? null : type.element(name);
            if (type == null || element == null) {
                String cure = type == null ? "" : NearestWord.cure(name, type.names());
                problems.add(file, line, typeName + " has no element '" + String.join(".", path) + "'", cure);
                return false;
            }
            codes = element.types().contains("CodeableConcept");
            type = FhirModel.type(element.types().get(0));
        }
        if (ofCodes && !codes) {
            problems.add(
                    file,
                    line,
                    typeName + "." + String.join(".", path) + " is no CodeableConcept",
                    "leave (" + KeyRule.SENT + ") away");
            return false;
        }
        return true;
    }
}
