package dev.tributary.mapping.document;

import dev.tributary.base.NearestWord;
import dev.tributary.base.Problems;
import dev.tributary.base.YamlFile;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/** Reads one YAML file of {@code mappings/}; every mistake of form goes to the problems, with its line. */
public final class DocumentReader {

    /** What stands for YAML's null, which an overlay uses to take a key away. */
    static final String NULL = "\0";

    private static final Map<TableKind, List<String>> HEAD_KEYS = new EnumMap<>(Map.of(
            TableKind.MESSAGE, List.of("message", "events", "structure", "guide", "rows"),
            TableKind.SEGMENT, List.of("segment", "resource", "fields", "key", "guide", "rows"),
            TableKind.DATATYPE, List.of("datatype", "type", "chain", "key", "guide", "rows")));
    private static final List<String> OVERLAY_KEYS = List.of("overlay", "fields", "structure", "change", "drop", "add");

    private final String file;
    private final Problems problems;

    /**
     * @param file as a user would name it
     * @param problems takes every mistake
     */
    public DocumentReader(String file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    /** @return the file's top as keys and nodes with their lines; empty if it is no mapping of keys */
    public Map<String, Node> top(String text) {
        int before = problems.all().size();
        Node node = YamlFile.read(file, text, problems);
        if (node instanceof MappingNode mapping) {
            return entries(mapping);
        }
        if (problems.all().size() == before) {
            problems.add(
                    file, 1, "the file is no list of keys", "begin with segment:, datatype:, message: or overlay:");
        }
        return Map.of();
    }

    /** @return the table of the file; null if it is none, which is a problem or an overlay */
    public @Nullable MappingDocument table(Map<String, Node> top) {
        for (TableKind kind : TableKind.values()) {
            Node name = top.get(kind.key());
            if (name != null) {
                checkKeys(top, HEAD_KEYS.getOrDefault(kind, List.of()));
                return table(kind, written(name), top);
            }
        }
        if (!top.isEmpty() && !top.containsKey("overlay")) {
            problems.add(file, 1, "the file does not say what it is", "begin with segment:, datatype: or message:");
        }
        return null;
    }

    /** @return the overlay of the file; null if it is none */
    public @Nullable OverlayDocument overlay(Map<String, Node> top) {
        Node name = top.get("overlay");
        if (name == null) {
            return null;
        }
        checkKeys(top, OVERLAY_KEYS);
        Map<String, Node> structure = top.get("structure") instanceof MappingNode mapping ? entries(mapping) : Map.of();
        boolean message = written(name).text().indexOf('[') < 0;
        return new OverlayDocument(
                written(name),
                file,
                optional(structure, "after"),
                optional(structure, "insert"),
                fields(top),
                rows(top.get("change"), message, true),
                rows(top.get("drop"), message, true),
                rows(top.get("add"), message, true));
    }

    private MappingDocument table(TableKind kind, Written name, Map<String, Node> top) {
        Written target = optional(top, kind == TableKind.SEGMENT ? "resource" : "type");
        Written chain = optional(top, "chain");
        Written structure = optional(top, "structure");
        return new MappingDocument(
                kind,
                name.text(),
                file,
                name.line(),
                target == null ? TableName.target(name.text()) : target.text(),
                chain == null ? "" : chain.text(),
                list(top.get("key")),
                list(top.get("events")),
                structure == null ? new Written("", name.line(), 1) : structure,
                fields(top),
                rows(top.get("rows"), kind == TableKind.MESSAGE, false));
    }

    private Map<String, Written> fields(Map<String, Node> top) {
        Map<String, Written> fields = new LinkedHashMap<>();
        if (top.get("fields") instanceof MappingNode mapping) {
            entries(mapping).forEach((key, value) -> fields.put(key, written(value)));
        }
        return fields;
    }

    private List<Row> rows(@Nullable Node node, boolean message, boolean overlay) {
        List<Row> rows = new ArrayList<>();
        if (node == null) {
            return rows;
        }
        if (!(node instanceof SequenceNode sequence)) {
            problems.add(file, line(node), "rows must be a list", "begin each row with '- {' or '- '");
            return rows;
        }
        for (Node each : sequence.getValue()) {
            if (each instanceof MappingNode mapping) {
                rows.add(row(mapping, message, overlay));
            } else {
                problems.add(
                        file, line(each), "a row must be keys and values", "write it like {from: PID-8, to: gender}");
            }
        }
        return rows;
    }

    private Row row(MappingNode mapping, boolean message, boolean overlay) {
        Map<RowKey, List<Written>> values = new EnumMap<>(RowKey.class);
        List<RowKey> valid = new ArrayList<>(message ? RowKey.OF_MESSAGES : RowKey.OF_VALUES);
        if (overlay) {
            valid.add(RowKey.AFTER);
        }
        entries(mapping).forEach((word, node) -> {
            RowKey key = RowKey.of(word);
            if (key == null || !valid.contains(key)) {
                List<String> words = valid.stream().map(RowKey::word).toList();
                problems.add(file, line(node), "unknown key '" + word + "' in a row", NearestWord.cure(word, words));
            } else {
                values.put(key, list(node));
            }
        });
        return new Row(file, line(mapping), values);
    }

    private void checkKeys(Map<String, Node> top, List<String> valid) {
        top.forEach((word, node) -> {
            if (!valid.contains(word)) {
                problems.add(file, line(node), "unknown key '" + word + "'", NearestWord.cure(word, valid));
            }
        });
    }

    /** @return keys and nodes of a mapping; a key that stands twice is a problem */
    public Map<String, Node> entries(MappingNode mapping) {
        Map<String, Node> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String key = written(tuple.getKeyNode()).text();
            if (entries.put(key, tuple.getValueNode()) != null) {
                problems.add(file, line(tuple.getKeyNode()), "the key '" + key + "' stands twice", "remove one");
            }
        }
        return entries;
    }

    private @Nullable Written optional(Map<String, Node> top, String key) {
        Node node = top.get(key);
        return node == null ? null : written(node);
    }

    /** @return the texts of a list, or of a single value as a list */
    public List<Written> list(@Nullable Node node) {
        if (node == null) {
            return List.of();
        }
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue().stream().map(this::written).toList();
        }
        return List.of(written(node));
    }

    private Written written(Node node) {
        if (node instanceof ScalarNode scalar) {
            boolean isNull = scalar.getTag().equals(Tag.NULL);
            return new Written(
                    isNull ? NULL : scalar.getValue(),
                    line(node),
                    node.getStartMark().getColumn() + 1);
        }
        problems.add(file, line(node), "a single value is expected here", "write a text, in quotes if it has brackets");
        return new Written("", line(node), 1);
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
