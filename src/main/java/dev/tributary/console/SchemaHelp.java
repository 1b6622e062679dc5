package dev.tributary.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.mapping.document.MappingFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What may stand in a file of {@code mappings/}, out of the JSON Schemas that editors use for the same purpose. */
final class SchemaHelp {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Map<String, String> TITLES = Map.of(
            "valueRow", "A row of a segment or data type",
            "messageRow", "A row of a message",
            "overlay", "An overlay",
            "test", "A test");

    private SchemaHelp() {}

    /**
     * @param file within {@code mappings/}
     * @return the keys of such a file with what they mean, part by part
     */
    static List<TryAccount.Help> of(MappingFiles files, String file) {
        if (file.endsWith(".csv")) {
            return List.of(new TryAccount.Help(
                    "A line",
                    List.of(new TryAccount.Key(
                            file.equals("naming.csv")
                                    ? "kind,name,system,comment"
                                    : "code,text,system,target_code,target_display,target_system,comment,valid_from,valid_until",
                            file.equals("naming.csv")
                                    ? "kind is authority or code-system"
                                    : "an empty target_code: known and without a counterpart; code *: what stands for every"
                                            + " code without a line"))));
        }
        boolean test = file.contains("tests/");
        List<String> parts = test
                ? List.of("test", "source", "feed")
                : file.startsWith("overlays/") ? List.of("overlay", row(file)) : List.of(row(file));
        JsonNode definitions = definitions(files.read(test ? "test.schema.json" : "mapping.schema.json"));
        List<TryAccount.Help> help = new ArrayList<>();
        for (String part : parts) {
            List<TryAccount.Key> keys = new ArrayList<>();
            definitions.path(part).path("properties").properties().forEach(key -> {
                keys.add(new TryAccount.Key(key.getKey(), meaning(key.getValue(), definitions)));
            });
            if (!keys.isEmpty()) {
                help.add(new TryAccount.Help(TITLES.getOrDefault(part, part), keys));
            }
        }
        return help;
    }

    private static String row(String file) {
        return file.contains("messages/") ? "messageRow" : "valueRow";
    }

    private static String meaning(JsonNode key, JsonNode definitions) {
        String own = key.path("description").asText();
        if (!own.isEmpty()) {
            return own;
        }
        String link = key.path("$ref").asText();
        JsonNode named = link.isEmpty() ? key : definitions.path(link.substring(link.lastIndexOf('/') + 1));
        if (named.has("enum")) {
            List<String> words = new ArrayList<>();
            named.path("enum").forEach(word -> words.add(word.asText()));
            return "one of " + String.join(", ", words);
        }
        return named.path("description").asText();
    }

    private static JsonNode definitions(@Nullable String schema) {
        try {
            return JSON.readTree(schema == null ? "{}" : schema).path("definitions");
        } catch (JsonProcessingException e) {
            // a schema is a help for editors and no part of the set
            return JSON.createObjectNode();
        }
    }
}
