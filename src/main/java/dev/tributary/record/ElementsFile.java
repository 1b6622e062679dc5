package dev.tributary.record;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeResourceDefinition;
import dev.tributary.base.NearestWord;
import dev.tributary.base.Problems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;

/** Reads {@code elements.yaml}; every mistake becomes a problem with its line. */
final class ElementsFile {

    private static final FhirContext FHIR = FhirContext.forR4Cached();
    private static final String ANY = "*";

    private final RuleYaml yaml;

    ElementsFile(String file, Problems problems) {
        this.yaml = new RuleYaml(file, problems);
    }

    RecordRules read(String text, TimelineRules timeline) {
        Map<String, Node> top =
                yaml.map(yaml.parse(text), Set.of("fill-only-messages", "master-messages", "resources"));
        Map<String, ResourceRule> rules = new HashMap<>();
        Map<String, Node> resources = yaml.map(top.get("resources"), Set.of());
        Node forAll = resources.remove(ANY);
        ResourceRule any = forAll == null ? null : resource(ANY, forAll);
        resources.forEach((type, node) -> {
            ResourceRule own = resource(type, node);
            rules.put(type, any == null ? own : own.over(any));
        });
        return new RecordRules(
                rules,
                any == null ? new ResourceRule(ResourceRule.Owner.SENDER, Map.of(), "", List.of()) : any,
                Set.copyOf(yaml.words(top.get("fill-only-messages"))),
                Set.copyOf(yaml.words(top.get("master-messages"))),
                timeline);
    }

    private ResourceRule resource(String type, Node node) {
        Set<String> known = elementNames(type, node);
        Map<String, Node> parts = yaml.map(node, Set.of("owner", "progress", "elements"));
        Map<String, ElementRule> elements = new HashMap<>();
        yaml.map(parts.get("elements"), Set.of()).forEach((name, rule) -> {
            checkElement(name, known, rule);
            elements.put(name, element(rule, known));
        });
        Map<String, Node> progress = yaml.map(parts.get("progress"), Set.of());
        String element = progress.isEmpty() ? "" : progress.keySet().iterator().next();
        List<List<String>> groups = new ArrayList<>();
        progress.forEach((name, states) -> {
            checkElement(name, known, states);
            yaml.items(states).forEach(group -> groups.add(yaml.words(group)));
        });
        ResourceRule.Owner owner = word(ResourceRule.Owner.class, parts.get("owner"), node, "owner");
        return new ResourceRule(owner == null ? ResourceRule.Owner.SENDER : owner, elements, element, groups);
    }

    private ElementRule element(Node node, Set<String> known) {
        Map<String, Node> parts = yaml.map(node, Set.of("merge", "by", "with"));
        ElementRule.Merge merge = word(ElementRule.Merge.class, parts.get("merge"), node, "merge");
        List<String> by = yaml.words(parts.get("by"));
        if ((merge == ElementRule.Merge.UNION || merge == ElementRule.Merge.GROUPS) && by.isEmpty()) {
            yaml.problem(
                    node,
                    merge.name().toLowerCase(Locale.ROOT) + " needs 'by'",
                    "name the parts that make an item the same, as by: [system, value]");
        }
        Node with = parts.get("with");
        String partner = with == null ? "" : yaml.word(with);
        if (with != null) {
            checkElement(partner, known, with);
        }
        return new ElementRule(merge == null ? ElementRule.Merge.REPLACE : merge, by, partner);
    }

    private Set<String> elementNames(String type, Node node) {
        if (type.equals(ANY)) {
            return Set.of();
        }
        if (!FHIR.getResourceTypes().contains(type)) {
            yaml.problem(
                    node, "'" + type + "' is no R4 resource type", NearestWord.cure(type, FHIR.getResourceTypes()));
            return Set.of();
        }
        RuntimeResourceDefinition definition = FHIR.getResourceDefinition(type);
        Map<String, Boolean> names = new LinkedHashMap<>();
        definition
                .getChildren()
                .forEach(child -> names.put(child.getElementName().replace("[x]", ""), true));
        return names.keySet();
    }

    private void checkElement(String name, Set<String> known, Node node) {
        if (!known.isEmpty() && !known.contains(name)) {
            yaml.problem(node, "there is no element '" + name + "'", NearestWord.cure(name, known));
        }
    }

    private <E extends Enum<E>> @Nullable E word(Class<E> type, @Nullable Node node, Node parent, String key) {
        List<String> valid = Arrays.stream(type.getEnumConstants())
                .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                .toList();
        if (node == null) {
            yaml.problem(parent, "'" + key + "' is missing", "one of " + String.join(", ", valid));
            return null;
        }
        String word = yaml.word(node);
        if (!valid.contains(word)) {
            yaml.problem(node, key + " '" + word + "' is unknown", "one of " + String.join(", ", valid));
            return null;
        }
        return Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
    }
}
