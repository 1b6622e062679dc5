package dev.tributary.cli.convert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.hl7.FieldPath;
import dev.tributary.hl7.Hl7Message;
import dev.tributary.hl7.MessageHeader;
import dev.tributary.hl7.ReadIssue;
import dev.tributary.hl7.preprocess.Change;
import dev.tributary.mapping.LineageEntry;
import dev.tributary.mapping.MappingIssue;
import dev.tributary.mapping.MappingResult;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** The account of one conversion: every leaf, every element, every issue; places and rows, no values. */
final class ConversionReport {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ConversionReport() {}

    static String write(
            MessageHeader header, String plan, Hl7Message message, MappingResult result, List<Change> changes) {
        ObjectNode report = JSON.createObjectNode();
        report.put("controlId", header.controlId());
        report.put("type", header.type());
        report.put("plan", plan);
        report.put("mappingVersion", result.mappingVersion());
        summary(report.putObject("summary"), result);
        ArrayNode preprocessed = report.putArray("preprocessed");
        changes.forEach(change -> preprocessed.add(change(change)));
        ArrayNode lineage = report.putArray("lineage");
        result.lineage().forEach(entry -> lineage.add(entry(entry, changes)));
        elements(report.putObject("elements"), result);
        ArrayNode issues = report.putArray("issues");
        message.issues().forEach(issue -> issues.add(issue(issue)));
        result.issues().forEach(issue -> issues.add(issue(issue)));
        return report.toString();
    }

    private static void summary(ObjectNode summary, MappingResult result) {
        Set<String> mapped = leaves(result, LineageEntry.Kind.MAPPED);
        // a leaf counts once, by the best that became of it
        Set<String> ignored = leaves(result, LineageEntry.Kind.IGNORED);
        ignored.removeAll(mapped);
        summary.put("mapped", mapped.size());
        summary.put("deleted", leaves(result, LineageEntry.Kind.DELETED).size());
        summary.put("ignored", ignored.size());
        summary.put("unmapped", leaves(result, LineageEntry.Kind.UNMAPPED).size());
        summary.put("resources", result.drafts().size());
        summary.put("issues", result.issues().size());
    }

    private static Set<String> leaves(MappingResult result, LineageEntry.Kind kind) {
        return result.lineage().stream()
                .filter(entry -> entry.kind() == kind)
                .map(entry -> entry.source().toString())
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** By resource and element: what fills it, by which row and line of a code table. */
    private static void elements(ObjectNode into, MappingResult result) {
        TextReport.byElement(result).forEach((reference, elements) -> {
            ObjectNode resource = into.putObject(reference);
            elements.forEach((element, entries) -> {
                ArrayNode sources = resource.putArray(element);
                for (LineageEntry entry : entries) {
                    ObjectNode source = sources.addObject();
                    source.put("source", entry.source().toString());
                    if (entry.kind() == LineageEntry.Kind.CONSTANT) {
                        source.put("constant", true);
                    }
                    source.put("row", entry.row());
                    putIfAny(source, "codeLine", entry.codeLine());
                }
            });
        });
    }

    private static ObjectNode change(Change change) {
        ObjectNode node = JSON.createObjectNode();
        node.put("step", change.step());
        node.put("path", change.path().toString());
        putIfAny(node, "from", change.from() == null ? "" : change.from().toString());
        return node;
    }

    private static ObjectNode entry(LineageEntry entry, List<Change> changes) {
        ObjectNode node = JSON.createObjectNode();
        node.put("kind", entry.kind().name().toLowerCase(Locale.ROOT));
        node.put("source", entry.source().toString());
        FieldPath sent = TextReport.sentIn(entry.source(), changes);
        putIfAny(node, "sentIn", sent.equals(entry.source()) ? "" : sent.toString());
        putIfAny(node, "resource", entry.reference());
        putIfAny(node, "element", entry.element());
        putIfAny(node, "row", entry.row());
        putIfAny(node, "codeLine", entry.codeLine());
        putIfAny(node, "reason", entry.reason());
        return node;
    }

    private static ObjectNode issue(ReadIssue issue) {
        ObjectNode node = JSON.createObjectNode();
        node.put("kind", "READ");
        node.put("detail", issue.toString());
        return node;
    }

    private static ObjectNode issue(MappingIssue issue) {
        ObjectNode node = JSON.createObjectNode();
        node.put("kind", issue.kind().name());
        node.put("source", issue.source().toString());
        putIfAny(node, "row", issue.row());
        node.put("detail", issue.detail());
        MappingIssue.UnmappedCode code = issue.code();
        if (code != null) {
            ObjectNode unmapped = node.putObject("code");
            unmapped.put("table", code.table());
            unmapped.put("value", code.value());
            putIfAny(unmapped, "text", code.text());
            putIfAny(unmapped, "system", code.system());
        }
        return node;
    }

    private static void putIfAny(ObjectNode node, String name, String value) {
        if (!value.isEmpty()) {
            node.put(name, value);
        }
    }

    /** @return the same JSON over many lines */
    static String pretty(String json) {
        try {
            // decimals keep their digits
            return JSON.reader()
                    .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .without(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
                    .readTree(json)
                    .toPrettyString();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("our own JSON is none", e);
        }
    }
}
