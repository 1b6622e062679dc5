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
 * condition. A value is known by its element and by the leaves and fields that its lineage names, each with its segment:
 * of twelve results that say the same, the one that is gone is missed. Ids are left out, since the id of a resource
 * follows from what is deleted.
 */
class DeletionLawTest {

    private static final long SEED = 20260304L;
    private static final int DELETIONS = Integer.getInteger("deletions", 400);

    /**
     * A primitive of the bundle; indexes are left away, since they shift.
     *
     * @param resource that holds it; of no matter when two values are compared
     * @param sources what its lineage names: leaves, fields of constants, and rows
     */
    private record Value(String element, String value, String resource, List<LineageEntry> sources) {

        String known() {
            return element + " = " + value + " from "
                    + sources.stream()
                            .map(entry -> entry.source() + " by " + entry.row())
                            .sorted()
                            .toList();
        }
    }

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
        List<Value> valuesBefore = values(before);
        List<Value> valuesAfter = values(after);

        List<String> lies = new ArrayList<>();
        Set<String> named = named(before, deleted.leaf());
        String plan = Golden.LIBRARY
                .plan(Golden.message(deleted.name()).header(), Golden.PROFILE)
                .name();
        boolean decidesAnyTable = mentions(MESSAGE_TABLES.getOrDefault(plan, ""), deleted.leaf(), deleted.leaf(), "");
        if (!decidesAnyTable) {
            Set<String> touched = valuesBefore.stream()
                    .filter(value -> isOf(value, deleted.leaf()))
                    .map(Value::resource)
                    .collect(Collectors.toSet());
            for (Value gone : without(valuesBefore, valuesAfter)) {
                if (!isOf(gone, deleted.leaf())
                        && !isIn(valuesAfter, gone)
                        && !hangsOn(gone, deleted.leaf(), named, touched)) {
                    lies.add(deleted + " took away " + gone.known() + ", which its lineage does not name");
                }
            }
            for (Value come : without(valuesAfter, valuesBefore)) {
                // where the first value is gone, the second one is carried
                if (!named.contains(come.element())
                        && !isIn(valuesBefore, come)
                        && !hangsOn(come, deleted.leaf(), named, touched)) {
                    lies.add(deleted + " brought " + come.known() + ", which its lineage does not name");
                }
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

    // each value of the first that the second has not, as often as it has it not
    private static List<Value> without(List<Value> first, List<Value> second) {
        Map<String, Integer> there = new HashMap<>();
        second.forEach(value -> there.merge(value.known(), 1, Integer::sum));
        return first.stream()
                .filter(value -> there.merge(value.known(), -1, Integer::sum) < 0)
                .toList();
    }

    // what is equal is one resource with the lineage of both, until a deletion tells them apart
    private static boolean isIn(List<Value> values, Value value) {
        Set<FieldPath> sources = values.stream()
                .filter(each ->
                        each.element().equals(value.element()) && each.value().equals(value.value()))
                .flatMap(each -> each.sources().stream())
                .map(LineageEntry::source)
                .collect(Collectors.toSet());
        return !value.sources().isEmpty()
                && value.sources().stream().map(LineageEntry::source).allMatch(sources::contains);
    }

    // the leaf itself, or a constant for its field of this very segment
    private static boolean isOf(Value value, FieldPath leaf) {
        return value.sources().stream()
                .anyMatch(entry -> entry.kind() == LineageEntry.Kind.MAPPED
                                && entry.source().equals(leaf)
                        || entry.kind() == LineageEntry.Kind.CONSTANT && isSameField(entry.source(), leaf));
    }

    private static boolean isSameField(FieldPath one, FieldPath other) {
        return one.segment().equals(other.segment())
                && one.occurrence() == other.occurrence()
                && one.field() == other.field();
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

    // a row whose condition reads the leaf, or a constant of a resource that the leaf alone made
    private static boolean hangsOn(Value value, FieldPath leaf, Set<String> named, Set<String> touched) {
        // the original is kept beside the element it was
        if (named.stream().anyMatch(each -> value.element().equals(each + ".extension.value"))) {
            return true;
        }
        String type = value.element().substring(0, value.element().indexOf('.'));
        boolean constantOfTouched = touched.contains(value.resource())
                && value.sources().stream().allMatch(entry -> entry.kind() == LineageEntry.Kind.CONSTANT);
        return constantOfTouched
                || value.sources().stream()
                        .anyMatch(entry ->
                                mentions(ROWS.getOrDefault(entry.row(), ""), leaf, entry.source(), entry.row()))
                || ROWS.entrySet().stream()
                        .anyMatch(each -> (each.getKey().startsWith(leaf.segment() + "[" + type)
                                        || each.getValue().matches(".*from: [A-Z]{2,3}[.,].*"))
                                && fills(each.getValue(), value.element())
                                && value.sources().stream()
                                        .anyMatch(entry ->
                                                mentions(each.getValue(), leaf, entry.source(), each.getKey())));
    }

    // a row that lets another table fill what it decides on
    private static boolean fills(String row, String element) {
        String first = element.split("\\.")[1];
        return row.matches(".* to: \"?" + first + "\\w*[\\[.,(\"].*");
    }

    // a condition of a segment names the field; one of a data type names a component of the very field it is called for
    private static boolean mentions(String row, FieldPath leaf, FieldPath of, String id) {
        String condition = row.replaceFirst("^[^{]*\\{from: [^,]*,", "");
        if (condition.matches("(?s).*\\b" + leaf.segment() + "-" + leaf.field() + "(?![0-9]).*")) {
            return true;
        }
        boolean ofDataType = id.matches("[A-Z]{2,3}\\[.*") && !id.matches("[A-Z0-9]{3}\\[.*/[A-Z0-9]{3}-.*");
        return ofDataType
                && isSameField(of, leaf)
                && Stream.of(leaf.component(), leaf.subcomponent())
                        .anyMatch(piece ->
                                condition.matches("(?s).*\\b[A-Z]{2,3}\\." + Math.max(1, piece) + "(?![0-9]).*"));
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

    private static List<Value> values(MappingResult result) {
        Map<String, List<LineageEntry>> sources = new HashMap<>();
        for (LineageEntry entry : result.lineage()) {
            sources.computeIfAbsent(entry.reference() + " " + entry.element(), key -> new ArrayList<>())
                    .add(entry);
        }
        List<Value> values = new ArrayList<>();
        for (Draft draft : result.drafts()) {
            collect(draft.resource(), draft.reference(), draft.resource().fhirType(), sources, values);
        }
        return values;
    }

    private static void collect(
            Base base, String resource, String path, Map<String, List<LineageEntry>> sources, List<Value> values) {
        for (Property property : base.children()) {
            String name = property.getName().replace("[x]", "");
            boolean ours = base instanceof Resource && name.equals("id")
                    || base instanceof Reference && name.equals("reference")
                    || base instanceof Extension && name.equals("url");
            List<Base> all = ours ? List.of() : property.getValues();
            for (int i = 0; i < all.size(); i++) {
                Base value = all.get(i);
                String at = path + "." + name + (property.isList() ? "[" + i + "]" : "");
                if (value.isPrimitive() && value.hasPrimitiveValue()) {
                    values.add(new Value(
                            plain(at),
                            value.primitiveValue(),
                            resource,
                            sources.getOrDefault(resource + " " + at, List.of())));
                }
                collect(value, resource, at, sources, values);
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
