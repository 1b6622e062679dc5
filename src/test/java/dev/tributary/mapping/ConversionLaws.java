package dev.tributary.mapping;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.hl7.Hl7Message;
import dev.tributary.hl7.Hl7Reader;
import dev.tributary.hl7.Leaf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;

/** What holds for the conversion of any bytes by the tables we ship. */
final class ConversionLaws {

    private ConversionLaws() {}

    /** @param which names the bytes where a law is broken */
    static void check(byte[] mutant, String which) {
        Hl7Message message = Hl7Reader.read(mutant, StandardCharsets.UTF_8);
        MappingPlan plan = Golden.LIBRARY.plan(message.header(), Golden.PROFILE);

        MappingResult result = plan.apply(message, Golden.PROFILE);

        everyLeafIsAccountedFor(message, result, which);
        Set<String> drafts = new HashSet<>();
        for (Draft draft : result.drafts()) {
            if (!drafts.add(draft.reference())) {
                throw new AssertionError(which + ": " + draft + " twice");
            }
        }
        String bundle = FhirJson.writeBundle(result);
        everyReferenceResolves(parsed(bundle, which), which);
        if (!FhirJson.writeBundle(plan.applyWithoutLineage(message, Golden.PROFILE))
                .equals(bundle)) {
            throw new AssertionError(which + ": not the same without lineage");
        }
    }

    private static void everyLeafIsAccountedFor(Hl7Message message, MappingResult result, String which) {
        Set<String> told = new HashSet<>();
        for (LineageEntry entry : result.lineage()) {
            if (entry.kind() != LineageEntry.Kind.CONSTANT) {
                told.add(entry.source().toString());
            }
        }
        for (Leaf leaf : message.leaves()) {
            if (!told.contains(leaf.path().toString())) {
                throw new AssertionError(which + ": " + leaf.path() + " is in no line of the report");
            }
        }
    }

    private static JsonNode parsed(String bundle, String which) {
        try {
            return Golden.JSON.readTree(bundle);
        } catch (IOException e) {
            throw new AssertionError(which + ": the bundle is no JSON", e);
        }
    }

    private static void everyReferenceResolves(JsonNode bundle, String which) {
        Set<String> entries = new HashSet<>();
        bundle.path("entry").forEach(entry -> entries.add(entry.get("fullUrl").asText()));
        for (JsonNode reference : bundle.findValues("reference")) {
            if (reference.isTextual()) {
                if (!entries.contains(reference.asText())) {
                    throw new AssertionError(which + ": reference " + reference.asText() + " leads nowhere");
                }
            }
        }
    }
}
