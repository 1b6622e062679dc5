package dev.tributary.alert.rule;

import dev.tributary.alert.Severity;
import dev.tributary.base.NearestWord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Reads what a rule does beyond raising an alert: history, endings, bursts, the response it wants. */
final class ConductReader {

    private static final Pattern VARIABLE = Pattern.compile("[a-z][A-Za-z0-9]{0,39}");
    private static final List<String> TAKEN =
            List.of("current", "previous", "changed", "trigger", "feed", "facility", "patient", "encounter");

    private final RuleReader reader;
    private final Set<String> resources;

    ConductReader(RuleReader reader, Set<String> resources) {
        this.reader = reader;
        this.resources = resources;
    }

    Conduct read(Map<String, Node> fields, @Nullable Severity severity) {
        Burst burst = burst(fields.get("burst"));
        Response response = response(fields.get("response"));
        Node burstNode = fields.get("burst");
        if (burstNode != null && (response != null || severity == Severity.CRITICAL)) {
            reader.problem(
                    RuleReader.line(burstNode),
                    "a critical alert, or one that wants a response, is never collapsed into a number",
                    "take 'burst' out");
        }
        return new Conduct(
                new LinkedHashSet<>(RuleReader.plain(reader.list(fields.get("changed"), "changed"))),
                history(fields.get("history")),
                expression(fields, "retract"),
                expression(fields, "retract-last"),
                expression(fields, "recovered"),
                expression(fields, "reopen"),
                expression(fields, "at"),
                burst,
                response);
    }

    private @Nullable Located<String> expression(Map<String, Node> fields, String key) {
        Node node = fields.get(key);
        return node == null ? null : reader.scalar(node, key);
    }

    private Map<String, HistoryQuery> history(@Nullable Node node) {
        Map<String, HistoryQuery> queries = new LinkedHashMap<>();
        mapping(node, "history", List.of(), "history: {stays: {resource: Encounter}}")
                .forEach((name, value) -> {
                    if (!VARIABLE.matcher(name).matches() || TAKEN.contains(name)) {
                        reader.problem(
                                RuleReader.line(value),
                                "'" + name + "' cannot name a history",
                                "use another word of letters, starting with a small one");
                    }
                    Map<String, Node> query = mapping(
                            value,
                            name,
                            List.of("resource", "by", "within", "before", "after"),
                            name + ": {resource: Encounter, by: period.end, within: 30d}");
                    Node type = query.get("resource");
                    Located<String> resource = type == null ? null : reader.scalar(type, "resource");
                    if (resource == null || !resources.contains(resource.value())) {
                        reader.problem(
                                RuleReader.line(value),
                                "'" + name + "' needs the resource type it looks for",
                                resource == null
                                        ? "write 'resource: Encounter'"
                                        : NearestWord.cure(resource.value(), resources));
                        return;
                    }
                    boolean ahead = query.containsKey("after");
                    Located<String> by = expression(query, "by");
                    Duration within = duration(query.get("within"), "within");
                    if (within != null && by == null) {
                        reader.problem(
                                RuleReader.line(value), "'within' needs to know by which time", "add 'by: period.end'");
                    }
                    queries.put(
                            name,
                            new HistoryQuery(
                                    resource.value(),
                                    by,
                                    within,
                                    expression(query, ahead ? "after" : "before"),
                                    ahead));
                });
        return queries;
    }

    private @Nullable Burst burst(@Nullable Node node) {
        Map<String, Node> fields =
                mapping(node, "burst", List.of("most", "within", "by"), "burst: {most: 5, within: 10m}");
        if (node == null) {
            return null;
        }
        Node mostNode = fields.get("most");
        Located<String> most = mostNode == null ? null : reader.scalar(mostNode, "most");
        Duration within = duration(fields.get("within"), "within");
        if (most == null || !most.value().matches("[1-9]\\d{0,5}") || within == null) {
            reader.problem(RuleReader.line(node), "'burst' wants a number and a time", "burst: {most: 5, within: 10m}");
            return null;
        }
        return new Burst(Integer.parseInt(most.value()), within, reader.list(fields.get("by"), "by"));
    }

    private @Nullable Response response(@Nullable Node node) {
        Map<String, Node> fields =
                mapping(node, "response", List.of("within", "read-back", "escalate"), "response: {within: 30m}");
        if (node == null) {
            return null;
        }
        Duration within = duration(fields.get("within"), "within");
        if (within == null) {
            reader.problem(RuleReader.line(node), "'response' needs its time", "add 'within: 30m'");
            return null;
        }
        Node readBackNode = fields.get("read-back");
        Located<String> readBack = readBackNode == null ? null : reader.scalar(readBackNode, "read-back");
        if (readBack != null && !List.of("true", "false").contains(readBack.value())) {
            reader.problem(readBack.line(), "'read-back' is true or false", "write 'read-back: true'");
        }
        return new Response(within, readBack != null && "true".equals(readBack.value()), steps(fields.get("escalate")));
    }

    private List<EscalationStep> steps(@Nullable Node node) {
        List<EscalationStep> steps = new ArrayList<>();
        if (node != null && !(node instanceof SequenceNode)) {
            reader.problem(
                    RuleReader.line(node),
                    "'escalate' wants a list of steps",
                    "escalate: [{after: 15m, audience: [unit]}]");
        }
        if (node instanceof SequenceNode sequence) {
            for (Node item : sequence.getValue()) {
                Map<String, Node> fields = mapping(
                        item, "escalate", List.of("after", "audience", "to"), "{after: 15m, audience: [charge-nurse]}");
                Duration after = duration(fields.get("after"), "after");
                if (after == null) {
                    reader.problem(RuleReader.line(item), "a step needs its time", "add 'after: 15m'");
                    continue;
                }
                if (!steps.isEmpty()
                        && after.compareTo(steps.get(steps.size() - 1).after()) <= 0) {
                    reader.problem(
                            RuleReader.line(item),
                            "a step comes later than the one before it",
                            "both count from when the alert was raised");
                }
                steps.add(new EscalationStep(
                        after,
                        RuleReader.plain(reader.list(fields.get("audience"), "audience")),
                        RuleReader.plain(reader.list(fields.get("to"), "to")),
                        RuleReader.line(item)));
            }
        }
        return List.copyOf(steps);
    }

    private Map<String, Node> mapping(@Nullable Node node, String key, List<String> valid, String cure) {
        if (node instanceof MappingNode mapping) {
            return reader.fields(mapping, valid);
        }
        if (node != null) {
            reader.problem(RuleReader.line(node), "'" + key + "' is not written like this", "write " + cure);
        }
        return Map.of();
    }

    private @Nullable Duration duration(@Nullable Node node, String key) {
        Located<String> text = node == null ? null : reader.scalar(node, key);
        if (text == null) {
            return null;
        }
        try {
            Duration duration = DurationStyle.detectAndParse(text.value());
            if (!duration.isNegative() && !duration.isZero()) {
                return duration;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        reader.problem(text.line(), "'" + text.value() + "' is no time", "write 30m, 12h or 30d");
        return null;
    }
}
