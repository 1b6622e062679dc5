package dev.tributary.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.hl7.Hl7Message;
import dev.tributary.hl7.Hl7Reader;
import dev.tributary.hl7.Leaf;
import dev.tributary.kit.MessageMutator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Laws of the mapping over messages that were broken in every way we know: no exception, and nothing in silence. */
class MappingMutantTest {

    private static final long SEED = 20260304L;
    private static final int MUTANTS = Integer.getInteger("mutants", 2_000);

    @Test
    void everyMutantIsMappedAndAccountedFor() {
        MessageMutator mutator = new MessageMutator(SEED, bases());
        for (int i = 0; i < MUTANTS; i++) {
            byte[] mutant = mutator.next();
            String which = "mutant " + i + " of seed " + SEED;
            try {
                check(mutant, which);
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError(which + ": " + e, e);
            }
        }
    }

    private static void check(byte[] mutant, String which) {
        Hl7Message message = Hl7Reader.read(mutant, StandardCharsets.UTF_8);
        MappingPlan plan = Golden.LIBRARY.plan(message.header(), Golden.PROFILE);

        MappingResult result = plan.apply(message, Golden.PROFILE);

        everyLeafIsAccountedFor(message, result, which);
        Set<String> drafts = new HashSet<>();
        for (Draft draft : result.drafts()) {
            assertThat(drafts.add(draft.reference()))
                    .as("%s: %s once", which, draft)
                    .isTrue();
        }
        String bundle = FhirJson.writeBundle(result);
        everyReferenceResolves(parsed(bundle, which), which);
        assertThat(FhirJson.writeBundle(plan.applyWithoutLineage(message, Golden.PROFILE)))
                .as("%s: the same without lineage", which)
                .isEqualTo(bundle);
    }

    private static void everyLeafIsAccountedFor(Hl7Message message, MappingResult result, String which) {
        Set<String> told = new HashSet<>();
        for (LineageEntry entry : result.lineage()) {
            if (entry.kind() != LineageEntry.Kind.CONSTANT) {
                told.add(entry.source().toString());
            }
        }
        for (Leaf leaf : message.leaves()) {
            assertThat(told)
                    .as("%s: %s", which, leaf.path())
                    .contains(leaf.path().toString());
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
                assertThat(entries).as("%s: reference", which).contains(reference.asText());
            }
        }
    }

    private static List<byte[]> bases() {
        List<byte[]> all = new ArrayList<>();
        for (Path folder : List.of(Golden.FOLDER, Path.of("mappings/tests/messages"))) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.filter(each -> each.toString().endsWith(".hl7"))
                        .sorted()
                        .toList()) {
                    all.add(Files.readString(file).strip().replace("\n", "\r").getBytes(StandardCharsets.UTF_8));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return all;
    }
}
