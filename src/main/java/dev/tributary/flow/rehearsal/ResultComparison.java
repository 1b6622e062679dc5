package dev.tributary.flow.rehearsal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.mapping.Draft;
import dev.tributary.mapping.ElementDeletion;
import dev.tributary.mapping.FhirJson;
import dev.tributary.mapping.MappingResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compares what two mapping sets make of one message. */
final class ResultComparison {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ResultComparison() {}

    /**
     * @param into takes each difference
     * @return whether there is one
     */
    static boolean compare(MappingResult before, MappingResult after, long message, Differences into) {
        boolean differs = false;
        Map<String, Draft> left = byReference(before);
        Map<String, Draft> right = byReference(after);
        List<Draft> gone = new ArrayList<>();
        for (Map.Entry<String, Draft> each : left.entrySet()) {
            Draft other = right.remove(each.getKey());
            if (other == null) {
                gone.add(each.getValue());
            } else {
                differs |= compare(each.getValue(), other, message, into);
            }
        }
        // a change of an identifier changes the id: what is left is compared in the order of the message, type by type
        List<Draft> come = new ArrayList<>(right.values());
        for (Draft was : gone) {
            Draft is = come.stream()
                    .filter(each ->
                            each.resource().fhirType().equals(was.resource().fhirType()))
                    .findFirst()
                    .orElse(null);
            if (is == null) {
                into.add(was.resource().fhirType(), "a resource", "", message);
            } else {
                come.remove(is);
                into.add(was.resource().fhirType() + ".id", was.reference(), is.reference(), message);
                compare(was, is, message, into);
            }
            differs = true;
        }
        for (Draft is : come) {
            into.add(is.resource().fhirType(), "", "a resource", message);
            differs = true;
        }
        differs |= lists("issue", issues(before), issues(after), message, into);
        differs |= lists("deletion", deletions(before), deletions(after), message, into);
        return differs;
    }

    private static Map<String, Draft> byReference(MappingResult result) {
        Map<String, Draft> drafts = new LinkedHashMap<>();
        result.drafts().forEach(draft -> drafts.putIfAbsent(draft.reference(), draft));
        return drafts;
    }

    private static boolean compare(Draft before, Draft after, long message, Differences into) {
        String left = FhirJson.write(before.resource());
        String right = FhirJson.write(after.resource());
        if (left.equals(right)) {
            return false;
        }
        Map<String, List<String>> was = values(left);
        Map<String, List<String>> is = values(right);
        boolean differs = false;
        for (Map.Entry<String, List<String>> each : was.entrySet()) {
            List<String> now = is.remove(each.getKey());
            differs |= lists(each.getKey(), each.getValue(), now == null ? List.of() : now, message, into);
        }
        for (Map.Entry<String, List<String>> each : is.entrySet()) {
            differs |= lists(each.getKey(), List.of(), each.getValue(), message, into);
        }
        if (!differs) {
            into.add(before.resource().fhirType(), "one order of its lists", "another", message);
        }
        return true;
    }

    // what stands in both is the same, wherever in a list; what is left on either side is a change while there are
    // pairs
    private static boolean lists(
            String element, List<String> before, List<String> after, long message, Differences into) {
        List<String> gone = new ArrayList<>(before);
        List<String> come = new ArrayList<>();
        for (String value : after) {
            if (!gone.remove(value)) {
                come.add(value);
            }
        }
        for (int i = 0; i < Math.max(gone.size(), come.size()); i++) {
            into.add(element, i < gone.size() ? gone.get(i) : "", i < come.size() ? come.get(i) : "", message);
        }
        return !gone.isEmpty() || !come.isEmpty();
    }

    private static List<String> issues(MappingResult result) {
        return result.issues().stream()
                .map(issue -> issue.kind() + " at " + issue.source().leaf().segment() + "-"
                        + issue.source().leaf().field())
                .toList();
    }

    private static List<String> deletions(MappingResult result) {
        return result.deletions().stream().map(ElementDeletion::element).toList();
    }

    private static Map<String, List<String>> values(String json) {
        Map<String, List<String>> values = new TreeMap<>();
        try {
            JsonNode resource = JSON.readTree(json);
            String type = resource.path("resourceType").asText();
            add(resource, type, values);
            // a change of the id is told where the two are brought together
            values.remove(type + ".id");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("our own JSON is none", e);
        }
        return values;
    }

    private static void add(JsonNode node, String path, Map<String, List<String>> values) {
        if (node.isObject()) {
            node.properties().forEach(child -> {
                if (!child.getKey().equals("resourceType")) {
                    add(child.getValue(), path + "." + child.getKey(), values);
                }
            });
        } else if (node.isArray()) {
            node.forEach(child -> add(child, path, values));
        } else {
            values.computeIfAbsent(path, its -> new ArrayList<>(2)).add(node.asText());
        }
    }
}
