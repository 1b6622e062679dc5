package dev.tributary.alert.rule;

import dev.tributary.alert.Severity;
import dev.tributary.base.NearestWord;
import dev.tributary.base.Problems;
import dev.tributary.base.YamlFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads one file into a rule, by YAML nodes and not by objects, since only nodes know their line. */
final class RuleReader {

    private static final List<String> KEYS = List.of(
            "rule",
            "title",
            "event",
            "resource",
            "feeds",
            "triggers",
            "when",
            "key",
            "severity",
            "audience",
            "text",
            "values",
            "changed",
            "history",
            "retract",
            "retract-last",
            "recovered",
            "reopen",
            "at",
            "burst",
            "response");
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,59}");
    private static final Pattern TRIGGER = Pattern.compile("[A-Z0-9]{3}(\\^([A-Z0-9]{3}|\\*))?");

    private final String file;
    private final Problems problems;

    private RuleReader(String file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    /**
     * @param source the file
     * @param resources valid FHIR resource types
     * @param problems takes every mistake
     * @return the rule, or empty if it is not even complete
     */
    static Optional<AlertRule> read(RuleFile source, Set<String> resources, Problems problems) {
        return new RuleReader(source.name(), problems).read(source.text(), resources);
    }

    private Optional<AlertRule> read(String text, Set<String> resources) {
        int before = problems.all().size();
        Node root = YamlFile.read(file, text, problems);
        if (problems.all().size() > before) {
            return Optional.empty();
        }
        if (!(root instanceof MappingNode mapping)) {
            problems.add(file, 1, "no rule in this file", "start with 'rule: name-of-the-rule'");
            return Optional.empty();
        }
        return assemble(mapping, fields(mapping, KEYS), resources);
    }

    private Optional<AlertRule> assemble(MappingNode root, Map<String, Node> fields, Set<String> resources) {
        Located<String> name = required(root, fields, "rule");
        Located<String> title = required(root, fields, "title");
        Located<String> event = required(root, fields, "event");
        Located<String> resource = required(root, fields, "resource");
        Located<String> when = required(root, fields, "when");
        Located<String> severity = required(root, fields, "severity");
        Located<String> text = required(root, fields, "text");
        List<Located<String>> key = list(fields.get("key"), "key");
        if (!fields.containsKey("key")) {
            missing(root, "key");
        }
        checkName(name, "rule");
        checkName(event, "event");
        List<String> triggers = triggers(fields.get("triggers"));
        Set<String> feeds = new LinkedHashSet<>(plain(list(fields.get("feeds"), "feeds")));
        List<String> audience = plain(list(fields.get("audience"), "audience"));
        Map<String, Located<String>> values = values(fields.get("values"));
        Severity known = severity(severity);
        Conduct conduct = new ConductReader(this, resources).read(fields, known);
        if (resource != null && !resources.contains(resource.value())) {
            problems.add(
                    file,
                    resource.line(),
                    "'" + resource.value() + "' is no FHIR R4 resource type",
                    NearestWord.cure(resource.value(), resources));
            return Optional.empty();
        }
        if (name == null
                || title == null
                || event == null
                || resource == null
                || when == null
                || known == null
                || text == null
                || key.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new AlertRule(
                file,
                name.line(),
                name.value(),
                title.value(),
                event.value(),
                resource.value(),
                feeds,
                triggers,
                when,
                key,
                known,
                audience,
                text,
                values,
                conduct));
    }

    Map<String, Node> fields(MappingNode mapping, List<String> valid) {
        Map<String, Node> fields = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
            if (!valid.isEmpty() && !valid.contains(key)) {
                problems.add(file, line(tuple.getKeyNode()), "unknown word '" + key + "'", cure(key, valid));
            } else if (fields.put(key, tuple.getValueNode()) != null) {
                problems.add(file, line(tuple.getKeyNode()), "'" + key + "' stands here twice", "keep one");
            }
        }
        return fields;
    }

    private static String cure(String word, List<String> valid) {
        String near = NearestWord.cure(word, valid);
        return near.isEmpty() ? "valid are " + String.join(", ", valid) : near;
    }

    private @Nullable Located<String> required(MappingNode root, Map<String, Node> fields, String key) {
        Node node = fields.get(key);
        if (node == null) {
            missing(root, key);
            return null;
        }
        return scalar(node, key);
    }

    private void missing(MappingNode root, String key) {
        problems.add(file, line(root), "'" + key + "' is missing", "add '" + key + ": …'");
    }

    @Nullable
    Located<String> scalar(Node node, String key) {
        if (node instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
            return new Located<>(scalar.getValue().strip(), line(node));
        }
        problems.add(file, line(node), "'" + key + "' wants one text", "write '" + key + ": text'");
        return null;
    }

    List<Located<String>> list(@Nullable Node node, String key) {
        List<Located<String>> found = new ArrayList<>();
        if (node instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                Located<String> value = scalar(item, key);
                if (value != null) {
                    found.add(value);
                }
            }
        } else if (node != null) {
            problems.add(file, line(node), "'" + key + "' wants a list", "write '" + key + ": [one, two]'");
        }
        return found;
    }

    static List<String> plain(List<Located<String>> values) {
        return values.stream().map(Located::value).toList();
    }

    private Map<String, Located<String>> values(@Nullable Node node) {
        Map<String, Located<String>> values = new LinkedHashMap<>();
        if (node instanceof MappingNode mapping) {
            fields(mapping, List.of()).forEach((key, value) -> {
                Located<String> expression = scalar(value, key);
                if (expression != null) {
                    values.put(key, expression);
                }
            });
        } else if (node != null) {
            problems.add(file, line(node), "'values' wants names with expressions", "write 'values: {name: path}'");
        }
        return values;
    }

    private List<String> triggers(@Nullable Node node) {
        List<Located<String>> triggers = list(node, "triggers");
        for (Located<String> trigger : triggers) {
            if (!TRIGGER.matcher(trigger.value()).matches()) {
                problems.add(
                        file, trigger.line(), "'" + trigger.value() + "' is no trigger", "write ADT^A01, ADT^* or ADT");
            }
        }
        return plain(triggers);
    }

    private void checkName(@Nullable Located<String> name, String key) {
        if (name != null && !NAME.matcher(name.value()).matches()) {
            problems.add(
                    file,
                    name.line(),
                    "'" + key + "' cannot be '" + name.value() + "'",
                    "use lower-case letters, digits and hyphens, starting with a letter");
        }
    }

    private @Nullable Severity severity(@Nullable Located<String> severity) {
        if (severity == null) {
            return null;
        }
        Optional<Severity> known = Severity.of(severity.value());
        if (known.isEmpty()) {
            problems.add(
                    file,
                    severity.line(),
                    "'" + severity.value() + "' is no severity",
                    cure(severity.value(), Severity.codes()));
        }
        return known.orElse(null);
    }

    void problem(int line, String what, String cure) {
        problems.add(file, line, what, cure);
    }

    static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
