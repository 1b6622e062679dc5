package dev.tributary.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.hl7.FieldPath;
import dev.tributary.hl7.Hl7Message;
import dev.tributary.hl7.Hl7Reader;
import dev.tributary.hl7.Leaf;
import dev.tributary.hl7.MessageEditor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;

/**
 * Lineage does not lie: what a leaf became is gone when the leaf is, and nothing else changes but what hangs on it by a
 * condition. Resources are told apart by their type alone, since the id of a resource follows from what is deleted.
 */
class DeletionLawTest {

    private static final long SEED = 20260304L;
    private static final int DELETIONS = Integer.getInteger("deletions", 600);

    /** A primitive of the bundle; indexes are left away, since they shift. */
    private record Value(String element, String value) {}

    private record Deleted(String name, FieldPath leaf) {}

    private static final Map<String, String> ROWS = rows();
    private static final Map<String, String> MESSAGE_TABLES = messageTables();

    @Test
    void aDeletedLeafTakesWithItWhatItsLineageNamesAndNothingElse() throws IOException {
        List<Deleted> all = new ArrayList<>();
        for (String name : Golden.cases()) {
            for (Leaf leaf : Golden.message(name).leaves()) {
                boolean delimiters =
                        leaf.path().segment().equals("MSH") && leaf.path().field() <= 2;
                // another trigger is another table, and another way to read OBX-5 another message
                boolean choosesTheTable =
                        leaf.path().segment().equals("MSH") && leaf.path().field() == 9;
                if (!delimiters && !choosesTheTable && !leaf.value().isNull()) {
                    all.add(new Deleted(name, leaf.path()));
                }
            }
        }
        Collections.shuffle(all, new Random(SEED));
        List<String> lies = new ArrayList<>();
        for (Deleted deleted : all.subList(0, Math.min(DELETIONS, all.size()))) {
            lies.addAll(lies(deleted));
        }
        assertThat(lies).as("of " + all.size() + " leaves").isEmpty();
    }

    private static List<String> lies(Deleted deleted) throws IOException {
        byte[] bytes = Files.readAllBytes(Golden.FOLDER.resolve(deleted.name() + ".hl7"));
        MappingResult before = Golden.map(Golden.message(deleted.name()));
        MessageEditor editor = MessageEditor.of(bytes, StandardCharsets.UTF_8);
        assertThat(editor.set(deleted.leaf(), "")).as("%s", deleted).isTrue();
        Hl7Message without = Hl7Reader.read(editor.bytes(), StandardCharsets.UTF_8);
        MappingResult after = Golden.map(without);
        Set<Value> valuesBefore = values(before);
        Set<Value> valuesAfter = values(after);

        List<String> lies = new ArrayList<>();
        Set<String> named = named(before, deleted.leaf());
        String plan = Golden.LIBRARY
                .plan(Golden.message(deleted.name()).header(), Golden.PROFILE)
                .name();
        boolean decidesAnyTable = MESSAGE_TABLES
                .getOrDefault(plan, "")
                .contains(deleted.leaf().segment() + "-" + deleted.leaf().field());
        for (Value gone : valuesBefore) {
            if (!valuesAfter.contains(gone)
                    && !named.contains(gone.element())
                    && !decidesAnyTable
                    && !hangsOn(before, gone.element(), deleted.leaf(), named)) {
                lies.add(deleted + " took away " + gone + ", which its lineage does not name");
            }
        }
        for (Value come : valuesAfter) {
            if (!valuesBefore.contains(come)
                    && !named.contains(come.element())
                    && !decidesAnyTable
                    && !hangsOn(after, come.element(), deleted.leaf(), named)) {
                lies.add(deleted + " brought " + come + ", which its lineage does not name");
            }
        }
        for (LineageEntry entry : before.lineage()) {
            if (entry.kind() == LineageEntry.Kind.MAPPED
                    && entry.source().equals(deleted.leaf())
                    && isOnlySource(before, entry)
                    && stays(before, after, entry)) {
                lies.add(deleted + " is not where " + entry.reference() + " " + entry.element() + " comes from");
            }
        }
        return lies;
    }

    private static Set<String> named(MappingResult result, FieldPath leaf) {
        return result.lineage().stream()
                .filter(entry -> entry.kind() == LineageEntry.Kind.MAPPED
                                && entry.source().equals(leaf)
                        || entry.kind() == LineageEntry.Kind.CONSTANT
                                && entry.source().segment().equals(leaf.segment())
                                && entry.source().field() == leaf.field())
                .map(entry -> plain(entry.element()))
                .collect(Collectors.toSet());
    }

    // a row whose condition reads the field, or a constant of a resource that the leaf alone made
    private static boolean hangsOn(MappingResult result, String element, FieldPath leaf, Set<String> named) {
        String type = element.substring(0, element.indexOf('.'));
        // the original is kept beside the element it was
        if (named.stream().anyMatch(each -> element.equals(each + ".extension.value"))) {
            return true;
        }
        boolean makes = named.stream().anyMatch(each -> each.startsWith(type + "."));
        for (LineageEntry entry : result.lineage()) {
            if (!plain(entry.element()).equals(element)) {
                continue;
            }
            String row = ROWS.getOrDefault(entry.row(), "");
            if (mentions(row, leaf)
                    || ROWS.entrySet().stream()
                            .anyMatch(each -> (each.getKey().startsWith(leaf.segment() + "[" + type)
                                            || each.getValue().matches(".*from: [A-Z]{2,3}[.,].*"))
                                    && fills(each.getValue(), element)
                                    && mentions(each.getValue(), leaf))
                    || (makes && entry.kind() == LineageEntry.Kind.CONSTANT)) {
                return true;
            }
        }
        return false;
    }

    // a row that lets another table fill what it decides on
    private static boolean fills(String row, String element) {
        String first = element.split("\\.")[1];
        return row.matches(".* to: \"?" + first + "\\w*[\\[.,(\"].*");
    }

    private static boolean mentions(String row, FieldPath leaf) {
        String condition = row.replaceFirst("^[^{]*\\{from: [^,]*,", "");
        return condition.contains(leaf.segment() + "-" + leaf.field())
                || Stream.of(leaf.component(), leaf.subcomponent())
                        .filter(piece -> piece > 0)
                        .anyMatch(piece -> condition.matches("(?s).*\\b[A-Z]{2,3}\\." + piece + "\\b.*"));
    }

    private static boolean isOnlySource(MappingResult result, LineageEntry of) {
        return result.lineage().stream()
                .filter(entry -> entry.kind() == LineageEntry.Kind.MAPPED)
                .filter(entry -> entry.reference().equals(of.reference())
                        && entry.element().equals(of.element()))
                .allMatch(entry -> entry.source().equals(of.source()));
    }

    // as often as before, and from no other place than before
    private static boolean stays(MappingResult before, MappingResult after, LineageEntry of) {
        return sources(after, of).equals(sources(before, of));
    }

    private static List<String> sources(MappingResult result, LineageEntry of) {
        return result.lineage().stream()
                .filter(entry -> entry.kind() == LineageEntry.Kind.MAPPED)
                .filter(entry -> plain(entry.element()).equals(plain(of.element())))
                .map(entry -> entry.source() + " " + entry.row())
                .sorted()
                .toList();
    }

    private static String plain(String element) {
        return element.replaceAll("\\[\\d+]", "");
    }

    private static Set<Value> values(MappingResult result) {
        Set<Value> values = new HashSet<>();
        for (Draft draft : result.drafts()) {
            collect(draft.resource(), draft.resource().fhirType(), values);
        }
        return values;
    }

    private static void collect(Base base, String path, Set<Value> values) {
        for (Property property : base.children()) {
            String name = property.getName().replace("[x]", "");
            boolean ours = base instanceof Resource && name.equals("id")
                    || base instanceof Reference && name.equals("reference")
                    || base instanceof Extension && name.equals("url");
            for (Base value : ours ? List.<Base>of() : property.getValues()) {
                String at = path + "." + name;
                if (value.isPrimitive() && value.hasPrimitiveValue()) {
                    values.add(new Value(at, value.primitiveValue()));
                }
                collect(value, at, values);
            }
        }
    }

    private static Map<String, String> rows() {
        Map<String, String> rows = new HashMap<>();
        Map<String, List<String>> files = new HashMap<>();
        for (RowPlace place : Golden.LIBRARY.rows()) {
            List<String> lines = files.computeIfAbsent(place.file(), DeletionLawTest::lines);
            rows.put(place.id(), lines.get(place.line() - 1));
        }
        return rows;
    }

    private static Map<String, String> messageTables() {
        Map<String, String> tables = new HashMap<>();
        try (Stream<Path> files = Files.list(Path.of("mappings/messages"))) {
            for (Path file : files.toList()) {
                String text = Files.readString(file);
                String name = text.lines()
                        .filter(line -> line.startsWith("message: "))
                        .findFirst()
                        .orElse("message: ")
                        .substring("message: ".length());
                tables.put(name.strip(), text);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tables;
    }

    private static List<String> lines(String file) {
        try {
            return Files.readAllLines(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
