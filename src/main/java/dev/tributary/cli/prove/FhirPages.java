package dev.tributary.cli.prove;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads the record over its REST interface, page by page. */
final class FhirPages {

    private static final int PAGE = 500;

    private final EngineUnderTest engine;

    FhirPages(EngineUnderTest engine) {
        this.engine = engine;
    }

    /**
     * @param type of resource
     * @param parameter of its search
     * @param values one of which it must have
     * @return all resources found
     */
    List<JsonNode> find(String type, String parameter, List<String> values) throws IOException {
        return all("/fhir/" + type + "?_count=" + PAGE + "&" + parameter + "="
                + URLEncoder.encode(String.join(",", values), StandardCharsets.UTF_8));
    }

    /** @return all resources of a type */
    List<JsonNode> all(String type, int count) throws IOException {
        return all("/fhir/" + type + "?_sort=_id&_count=" + count);
    }

    /** @return how many resources of the type there are */
    long count(String type) throws IOException {
        return engine.get("/fhir/" + type + "?_summary=count").path("total").asLong(-1);
    }

    private List<JsonNode> all(String first) throws IOException {
        List<JsonNode> found = new ArrayList<>();
        String next = first;
        while (!next.isEmpty()) {
            JsonNode page = engine.get(next);
            page.path("entry").forEach(entry -> found.add(entry.path("resource")));
            next = "";
            for (JsonNode link : page.path("link")) {
                if (link.path("relation").asText().equals("next")) {
                    String url = link.path("url").asText();
                    next = url.substring(url.indexOf("/fhir"));
                }
            }
        }
        return found;
    }
}
