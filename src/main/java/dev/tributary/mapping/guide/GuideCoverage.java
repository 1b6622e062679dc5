package dev.tributary.mapping.guide;

import dev.tributary.base.Problems;
import dev.tributary.mapping.document.DocumentReader;
import dev.tributary.mapping.document.MappingDocument;
import dev.tributary.mapping.document.MappingFiles;
import dev.tributary.mapping.document.Row;
import dev.tributary.mapping.document.RowKey;
import dev.tributary.mapping.document.TableKind;
import dev.tributary.mapping.document.TableName;
import dev.tributary.mapping.document.Written;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds for each row of the guide the row of ours that runs or overrules it (docs/mapping-language.md §11). */
public final class GuideCoverage {

    // "PID-8/gender", "CX.4/system", "/status": a source, perhaps none, before the attribute
    private static final Pattern SOURCE = Pattern.compile("([A-Z][A-Z0-9]{1,2}([.-][0-9.]+)?)?/");

    private final Map<String, MappingDocument> tables = new HashMap<>();
    // a row of ours stands for one row of the guide, except where it lists several
    private final Set<String> used = new HashSet<>();

    private GuideCoverage(MappingFiles files) {
        documents(files).forEach(document -> tables.put(key(document.kind(), document.name()), document));
    }

    /**
     * @param rows of the guide
     * @param files of the mapping set; overlays do not count
     * @return what becomes of each row, in the same order
     * @throws dev.tributary.base.ProblemsException if a table cannot be read
     */
    public static List<GuideMatch> of(List<GuideRow> rows, MappingFiles files) {
        GuideCoverage coverage = new GuideCoverage(files);
        return rows.stream().map(coverage::match).toList();
    }

    /** @return the tables of a mapping set without its overlays, by file */
    static List<MappingDocument> documents(MappingFiles files) {
        Problems problems = new Problems();
        List<MappingDocument> documents = new ArrayList<>();
        for (String file : files.all()) {
            String folder = file.contains("/") ? file.substring(0, file.indexOf('/')) : "";
            boolean table = List.of("messages", "segments", "datatypes").contains(folder) && file.endsWith(".yaml");
            String text = table ? files.read(file) : null;
            if (text != null) {
                DocumentReader reader = new DocumentReader(MappingFiles.shown(file), problems);
                MappingDocument document = reader.table(reader.top(text));
                if (document != null) {
                    documents.add(document);
                }
            }
        }
        problems.throwIfAny();
        return documents;
    }

    private GuideMatch match(GuideRow row) {
        MappingDocument table = tables.get(key(row.kind(), row.table()));
        if (table == null) {
            return new GuideMatch(row, GuideVerdict.OPEN, "", "there is no table " + row.table());
        }
        String wanted = row.kind() == TableKind.MESSAGE ? place(row) : value(row.source(), row.attribute());
        for (Row ours : table.rows()) {
            if (named(table, ours).contains(wanted)
                    || (own(table, ours).contains(wanted)
                            && used.add(table.name() + "/" + ours.localId() + " " + wanted))) {
                return matched(row, table, ours);
            }
        }
        Row ignored = ignored(table, row);
        if (ignored != null) {
            return new GuideMatch(row, GuideVerdict.OVERRULED, id(table, ignored), ignored.text(RowKey.IGNORE));
        }
        return new GuideMatch(row, GuideVerdict.OPEN, "", "no row runs or overrules it");
    }

    private static GuideMatch matched(GuideRow row, MappingDocument table, Row ours) {
        String id = id(table, ours);
        if (ours.isOverruled()) {
            return new GuideMatch(row, GuideVerdict.OVERRULED, id, ours.text(RowKey.OVERRULE));
        }
        if (ours.has(RowKey.IGNORE)) {
            return new GuideMatch(row, GuideVerdict.OVERRULED, id, ours.text(RowKey.IGNORE));
        }
        if (ours.has(RowKey.RULING)) {
            return new GuideMatch(row, GuideVerdict.RULED, id, ours.text(RowKey.RULING));
        }
        if (row.open() != GuideRow.Open.NOTHING) {
            String what = "the guide leaves the " + row.open().word() + " open, and no ruling stands beside our row";
            return new GuideMatch(row, GuideVerdict.OPEN, id, what);
        }
        return new GuideMatch(row, GuideVerdict.WRITTEN, id, "");
    }

    // a source that is left out on purpose overrules what the guide does with it
    private static @Nullable Row ignored(MappingDocument table, GuideRow row) {
        String source = source(row.source());
        for (Row ours : table.rows()) {
            if (ours.has(RowKey.IGNORE) && ours.has(RowKey.FROM)) {
                String covered = source(ours.text(RowKey.FROM));
                if (source.equals(covered) || source.startsWith(covered + ".")) {
                    return ours;
                }
            }
        }
        return null;
    }

    private static String id(MappingDocument table, Row row) {
        return table.name() + "/" + row.localId();
    }

    private static String key(TableKind kind, String name) {
        return kind + name.toLowerCase(Locale.ROOT);
    }

    // what our row stands for by its source and target: one row of the guide
    private static Set<String> own(MappingDocument table, Row ours) {
        if (table.kind() == TableKind.MESSAGE) {
            return Set.of(place(ours.text(RowKey.AT), ours.text(RowKey.USE)));
        }
        if (!ours.has(RowKey.TO)) {
            return Set.of();
        }
        String from = ours.text(RowKey.FROM);
        String to = ours.text(RowKey.TO);
        // the guide leaves the source of constants empty
        return from.equals(TableName.source(table.name()))
                ? Set.of(value(from, to), value("", to))
                : Set.of(value(from, to));
    }

    // what our row says it stands for: all rows of the guide so printed
    private static Set<String> named(MappingDocument table, Row ours) {
        Set<String> keys = new HashSet<>();
        for (Written guide : ours.all(RowKey.GUIDE)) {
            String text = guide.text();
            if (table.kind() == TableKind.MESSAGE) {
                int slash = text.indexOf('/');
                keys.add(place(slash < 0 ? ours.text(RowKey.AT) : text.substring(0, slash), text.substring(slash + 1)));
                continue;
            }
            int slash = SOURCE.matcher(text).lookingAt() ? text.indexOf('/') : -1;
            String from = slash < 0 ? ours.text(RowKey.FROM) : text.substring(0, slash);
            keys.add(value(from, text.substring(slash + 1)));
            if (from.equals(TableName.source(table.name()))) {
                keys.add(value("", text.substring(slash + 1)));
            }
        }
        return keys;
    }

    private static String value(String source, String attribute) {
        return source(source) + " " + attribute(attribute);
    }

    // PID-3 and PID.3 are one; the guide writes both for components
    private static String source(String printed) {
        return printed.replaceAll("\\s+", "").replace('-', '.').toUpperCase(Locale.ROOT);
    }

    // without the label that is the default, and without the words of references
    private static String attribute(String printed) {
        return printed.replaceAll("\\s+", "")
                .replace("(reference(", "(")
                .replace(".reference(", "(")
                .replaceAll("\\.(reference|id)$", "")
                .replace("[1]", "")
                .replace("$value", "$this")
                .replaceAll("^\\.", "")
                .toLowerCase(Locale.ROOT);
    }

    // ADT_A01:follow:PID.ROL of the guide is ROL or ROL#2 of ours, and groups have names of their own in each version:
    // rows of one segment and one map meet in their order
    private static String place(GuideRow row) {
        return place(row.source(), row.attribute().substring(row.attribute().lastIndexOf('/') + 1));
    }

    private static String place(String at, String map) {
        String segment = at.substring(at.lastIndexOf('.') + 1).replaceAll("#\\d+|\\s+", "");
        return segment.toUpperCase(Locale.ROOT)
                + " "
                + map.replaceAll("\\s+", "").toLowerCase(Locale.ROOT);
    }
}
