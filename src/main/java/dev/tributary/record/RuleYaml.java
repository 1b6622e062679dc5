package dev.tributary.record;

import dev.tributary.base.NearestWord;
import dev.tributary.base.Problems;
import dev.tributary.base.YamlFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** YAML with line numbers: maps, lists and words; anything else is a problem. */
final class RuleYaml {

    private final String file;
    private final Problems problems;

    RuleYaml(String file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    @Nullable
    Node parse(String text) {
        return YamlFile.read(file, text, problems);
    }

    void problem(Node node, String what, String cure) {
        problems.add(file, node.getStartMark().getLine() + 1, what, cure);
    }

    /** The entries of a map; no node is an empty map, and with no known keys every key is taken. */
    Map<String, Node> map(@Nullable Node node, Set<String> known) {
        Map<String, Node> entries = new LinkedHashMap<>();
        if (node == null) {
            return entries;
        }
        if (!(node instanceof MappingNode mapping)) {
            problem(node, "here belongs a map of names", "");
            return entries;
        }
        for (NodeTuple entry : mapping.getValue()) {
            String key = word(entry.getKeyNode());
            if (!known.isEmpty() && !known.contains(key)) {
                problem(entry.getKeyNode(), "'" + key + "' is unknown here", NearestWord.cure(key, known));
            } else if (entries.put(key, entry.getValueNode()) != null) {
                problem(entry.getKeyNode(), "'" + key + "' stands here twice", "keep one");
            }
        }
        return entries;
    }

    List<Node> items(@Nullable Node node) {
        if (node == null) {
            return List.of();
        }
        if (!(node instanceof SequenceNode sequence)) {
            problem(node, "here belongs a list", "as [a, b]");
            return List.of();
        }
        return sequence.getValue();
    }

    List<String> words(@Nullable Node node) {
        return items(node).stream().map(this::word).toList();
    }

    String word(Node node) {
        if (!(node instanceof ScalarNode scalar)) {
            problem(node, "here belongs a word", "");
            return "";
        }
        return scalar.getValue();
    }
}
