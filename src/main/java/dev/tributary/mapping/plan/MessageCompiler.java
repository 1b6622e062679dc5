package dev.tributary.mapping.plan;

import dev.tributary.base.NearestWord;
import dev.tributary.base.Problems;
import dev.tributary.mapping.document.MappingDocument;
import dev.tributary.mapping.document.Row;
import dev.tributary.mapping.document.RowKey;
import dev.tributary.mapping.document.TableKind;
import dev.tributary.mapping.document.Written;
import dev.tributary.mapping.plan.MessageRow.Label;
import dev.tributary.mapping.plan.MessageRow.Link;
import dev.tributary.mapping.plan.Structure.Group;
import dev.tributary.mapping.plan.Structure.Place;
import dev.tributary.mapping.plan.StructureParser.Parsed;
import dev.tributary.mapping.plan.TargetCompiler.Target;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Compiles a message table with all tables it uses. */
public final class MessageCompiler {

    private static final Pattern LABEL = Pattern.compile("([A-Z][A-Za-z]+)(?:\\[([A-Za-z0-9-]+)])?");

    private final Tables tables;
    private final Problems problems;
    private final TableCompiler compiler;

    private MessageCompiler(Tables tables, Problems problems, boolean deferring) {
        this.tables = tables;
        this.problems = problems;
        this.compiler = new TableCompiler(tables, problems, deferring);
    }

    /**
     * @param document a message table
     * @param tables as the feed sees them; asked later too, by one thread at a time
     * @param problems takes the mistakes of the message table
     * @param version tells that of the mapping set
     * @return its plan, which is good if no problem was added. The tables it uses are resolved when a message needs them;
     *     the plan throws {@link dev.tributary.base.ProblemsException} if they hold mistakes, which tables that were
     *     checked do not
     */
    public static CompiledPlan compile(
            MappingDocument document, Tables tables, Problems problems, Supplier<String> version) {
        return new MessageCompiler(tables, problems, true).plan(document, version);
    }

    /**
     * @param tables as the feed sees them
     * @param problems takes every mistake
     * @return who checks tables one by one; each is resolved once, however many use it
     */
    public static MessageCompiler checking(Tables tables, Problems problems) {
        return new MessageCompiler(tables, problems, false);
    }

    /** Checks a table of any kind. */
    public void check(MappingDocument document) {
        switch (document.kind()) {
            case MESSAGE -> {
                Parsed structure = StructureParser.parse(document.file(), document.structure(), problems);
                Map<String, Label> labels = labels(document, structure);
                placed(document, structure)
                        .forEach((place, rows) ->
                                rows.forEach(row -> row(document, row, place, labels, compiler::head)));
            }
            case SEGMENT -> compiler.compile(document);
            case DATATYPE -> compiler.datatype(document.name());
        }
    }

    private CompiledPlan plan(MappingDocument document, Supplier<String> version) {
        Parsed structure = StructureParser.parse(document.file(), document.structure(), problems);
        Map<String, Label> labels = labels(document, structure);
        placed(document, structure)
                .forEach((place, rows) -> place.resolveBy(
                        () -> compiler.nowResolved(() -> Optional.of(rows(document, rows, place, labels)))));
        return new CompiledPlan(
                document.name(), version, structure.root(), labels.size(), tables.naming(), tables.keys());
    }

    private List<MessageRow> rows(MappingDocument document, List<Row> rows, Place place, Map<String, Label> labels) {
        return rows.stream()
                .map(row -> row(document, row, place, labels, compiler::segment))
                .filter(Objects::nonNull)
                .toList();
    }

    private Map<Place, List<Row>> placed(MappingDocument document, Parsed structure) {
        Map<Place, List<Row>> placed = new LinkedHashMap<>();
        Set<String> ids = new HashSet<>();
        for (Row row : document.rows()) {
            if (!ids.add(row.localId())) {
                problem(
                        row,
                        "the row id '" + row.localId() + "' stands above already",
                        "give this row an id of its own");
            }
            if (row.isOverruled()) {
                continue;
            }
            if (!row.has(RowKey.AT)) {
                problem(row, "the row has no place", "say at: PID");
                continue;
            }
            Place place = structure.find(row.text(RowKey.AT), row.file(), row.line(), problems);
            if (place != null) {
                placed.computeIfAbsent(place, key -> new ArrayList<>()).add(row);
            }
        }
        return placed;
    }

    // a label is one resource per run of the smallest repeating unit that holds all rows that write it
    private Map<String, Label> labels(MappingDocument document, Parsed structure) {
        Map<String, List<Place>> places = new LinkedHashMap<>();
        for (Row row : document.rows()) {
            Matcher to = LABEL.matcher(row.text(RowKey.TO));
            if (row.isOverruled() || !to.matches()) {
                continue;
            }
            Place place = structure.find(row.text(RowKey.AT), row.file(), row.line(), new Problems());
            if (place != null) {
                places.computeIfAbsent(name(to), key -> new ArrayList<>()).add(place);
            }
        }
        Map<String, Label> labels = new HashMap<>();
        places.forEach((name, all) -> {
            Structure unit = unit(all);
            int index = unit instanceof Group group ? group.newLabel() : ((Place) unit).newLabel();
            labels.put(name, new Label(name.substring(0, name.indexOf('[')), name, unit, index, labels.size()));
        });
        return labels;
    }

    private static Structure unit(List<Place> places) {
        Place first = places.get(0);
        if (first.repeats() && places.stream().allMatch(place -> place == first)) {
            return first;
        }
        Group group = first.parent();
        for (Place place : places) {
            while (!holds(group, place)) {
                group = parent(group);
            }
        }
        while (!group.repeats() && group.parent() != null) {
            group = parent(group);
        }
        return group;
    }

    private static Group parent(Group group) {
        Group parent = group.parent();
        return parent == null ? group : parent;
    }

    private static boolean holds(Group group, Place place) {
        Group each = place.parent();
        while (each != null && each != group) {
            each = each.parent();
        }
        return each != null;
    }

    private @Nullable MessageRow row(
            MappingDocument document,
            Row row,
            Place place,
            Map<String, Label> labels,
            Function<String, @Nullable TablePlan> segments) {
        Test when = compiler.condition(row, place.segment(), 0);
        String id = document.name() + "/" + row.localId();
        if (row.has(RowKey.IGNORE)) {
            return new MessageRow(id, when, null, null, row.text(RowKey.IGNORE), true, List.of());
        }
        Matcher to = LABEL.matcher(row.text(RowKey.TO));
        if (!to.matches()) {
            problem(row, "'" + row.text(RowKey.TO) + "' is no resource", "write it like Patient[1]");
            return null;
        }
        TablePlan table = table(row, place, segments);
        Label label = labels.get(name(to));
        if (table == null || label == null) {
            return null;
        }
        if (!table.targetType().equals(label.type())) {
            problem(row, table.name() + " fills a " + table.targetType() + ", not a " + label.type(), "");
        }
        boolean record = !row.text(RowKey.RECORD).equals("false");
        return new MessageRow(id, when, label, table, "", record, links(row, label, table, labels));
    }

    private @Nullable TablePlan table(Row row, Place place, Function<String, @Nullable TablePlan> segments) {
        String use = row.text(RowKey.USE);
        TablePlan table = segments.apply(use);
        if (table == null) {
            problem(
                    row,
                    use.isEmpty() ? "the row has no segment table" : "there is no segment table '" + use + "'",
                    NearestWord.cure(use, tables.names(TableKind.SEGMENT)));
            return null;
        }
        if (!table.source().equals(place.segment())) {
            problem(row, use + " reads " + table.source() + ", and here stands " + place.segment(), "");
        }
        return table;
    }

    private List<Link> links(Row row, Label own, TablePlan table, Map<String, Label> labels) {
        List<Link> links = new ArrayList<>();
        Map<Label, SlotTree> trees = new HashMap<>();
        trees.put(own, table.slots());
        for (Written written : row.all(RowKey.LINK)) {
            LinkText text = LinkText.parse(written.text());
            int dot = text == null ? -1 : text.left().indexOf('.');
            if (text == null || dot < 0) {
                problem(
                        row,
                        "the link '" + written.text() + "' has another form",
                        "write Account[1].subject = Patient[1]");
                continue;
            }
            Label left = label(row, text.left().substring(0, dot), labels);
            Label right = text.constant().isEmpty() ? label(row, text.right(), labels) : null;
            if (left == null || (right == null && text.constant().isEmpty())) {
                continue;
            }
            SlotTree slots = trees.computeIfAbsent(left, each -> new SlotTree(each.type()));
            Target target = target(row, written, slots, text.left().substring(dot + 1));
            if (target == null) {
                continue;
            }
            if (right != null && !target.slot().type().equals("Reference")) {
                problem(row, "'" + text.left() + "' is no reference", "");
                continue;
            }
            links.add(new Link(left, slots, target.slot(), left.equals(own), right, text.constant()));
        }
        return List.copyOf(links);
    }

    private @Nullable Target target(Row row, Written written, SlotTree slots, String path) {
        try {
            return new TargetCompiler(slots, false).compile(path);
        } catch (TargetCompiler.UnknownException e) {
            problems.add(row.file(), written.line(), e.what(), e.cure());
            return null;
        }
    }

    private @Nullable Label label(Row row, String written, Map<String, Label> labels) {
        Matcher matcher = LABEL.matcher(written);
        Label label = matcher.matches() ? labels.get(name(matcher)) : null;
        if (label == null) {
            problem(row, "no row of this message makes '" + written + "'", NearestWord.cure(written, labels.keySet()));
        }
        return label;
    }

    private static String name(Matcher label) {
        return label.group(1) + "[" + (label.group(2) == null ? TargetPath.FIRST : label.group(2)) + "]";
    }

    private void problem(Row row, String what, String cure) {
        problems.add(row.file(), row.line(), what, cure);
    }
}
