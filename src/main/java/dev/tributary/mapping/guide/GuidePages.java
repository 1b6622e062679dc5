package dev.tributary.mapping.guide;

import dev.tributary.mapping.document.MappingDocument;
import dev.tributary.mapping.document.MappingFiles;
import dev.tributary.mapping.document.Row;
import dev.tributary.mapping.document.RowKey;
import dev.tributary.mapping.document.TableKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The two pages of {@code docs/} that the mappings themselves write: {@code coverage.md} and {@code deviations.md}. */
public final class GuidePages {

    private static final String WRITTEN_BY =
            "<!-- Written by: java -jar target/tributary.jar coverage --docs docs (GuidePagesTest holds it to the tables) -->\n\n";

    private GuidePages() {}

    /** @return {@code docs/coverage.md} */
    public static String coverage(List<GuideMatch> matches) {
        StringBuilder page = new StringBuilder("# How much of HL7's guide we execute\n\n").append(WRITTEN_BY);
        page.append(
                        "Rows of the guide's tables (v2-to-FHIR, STU1) that assign something, by what our tables make of them.\n")
                .append(
                        "*As written* may include clean-up of spelling; a *ruling* and an *overrule* stand beside their row in")
                .append(" `mappings/`, and all of them in [deviations.md](deviations.md).\n\n");
        head(page, "tables");
        List<GuideMatch> values = matches.stream()
                .filter(match -> match.row().kind() != TableKind.MESSAGE)
                .toList();
        line(page, "**segments and data types**", values);
        for (TableKind kind : List.of(TableKind.SEGMENT, TableKind.DATATYPE, TableKind.MESSAGE)) {
            line(page, kind.folder(), ofKind(matches, kind));
        }
        for (TableKind kind : List.of(TableKind.SEGMENT, TableKind.DATATYPE, TableKind.MESSAGE)) {
            page.append("\n## ").append(kind.folder()).append("\n\n");
            head(page, "table");
            byTable(ofKind(matches, kind)).forEach((table, rows) -> line(page, table, rows));
        }
        page.append("\n## Rows not executed\n\n");
        List<GuideMatch> open = matches.stream()
                .filter(match -> match.verdict() == GuideVerdict.OPEN)
                .toList();
        if (open.isEmpty()) {
            page.append("None.\n");
            return page.toString();
        }
        page.append("| table | source | attribute | why |\n|---|---|---|---|\n");
        for (GuideMatch match : open) {
            cells(
                    page,
                    match.row().table(),
                    match.row().source(),
                    code(match.row().attribute()),
                    match.reason());
        }
        return page.toString();
    }

    /** @return {@code docs/deviations.md} */
    public static String deviations(List<GuideMatch> matches, MappingFiles files) {
        Map<String, List<GuideMatch>> guide = matches.stream()
                .filter(match -> !match.ours().isEmpty())
                .collect(Collectors.groupingBy(GuideMatch::ours, LinkedHashMap::new, Collectors.toList()));
        StringBuilder page = new StringBuilder("# Where we differ from HL7's guide, and why\n\n").append(WRITTEN_BY);
        page.append(
                "Every ruling of `mappings/`, in the words that stand beside its row. Where the guide has no row, the row is ours.\n");
        for (TableKind kind : List.of(TableKind.SEGMENT, TableKind.DATATYPE, TableKind.MESSAGE)) {
            page.append("\n## ").append(kind.folder()).append("\n\n");
            page.append("| table | row | the guide | we | why |\n|---|---|---|---|---|\n");
            // the same ruling in thirty message tables is one deviation
            Map<List<String>, List<String>> tables = new LinkedHashMap<>();
            for (MappingDocument document : GuideCoverage.documents(files)) {
                if (document.kind() == kind) {
                    rulings(document, guide).forEach(cells -> tables.computeIfAbsent(cells, key -> new ArrayList<>())
                            .add(document.name()));
                }
            }
            tables.forEach((cells, names) ->
                    cells(page, String.join(", ", names), cells.get(0), cells.get(1), cells.get(2), cells.get(3)));
        }
        return page.toString();
    }

    private static List<List<String>> rulings(MappingDocument document, Map<String, List<GuideMatch>> guide) {
        List<List<String>> rulings = new ArrayList<>();
        for (Row row : document.rows()) {
            List<GuideMatch> rows = guide.getOrDefault(document.name() + "/" + row.localId(), List.of());
            String printed = rows.stream()
                    .map(match -> code(match.row().attribute())
                            + (match.row().open() == GuideRow.Open.NOTHING
                                    ? ""
                                    : " (" + match.row().open().word() + " left open)"))
                    .distinct()
                    .collect(Collectors.joining(", "));
            String says = printed.isEmpty() ? "–" : printed;
            if (row.isOverruled()) {
                rulings.add(List.of(code(id(row)), says, "do not run it", row.text(RowKey.OVERRULE)));
            } else if (row.has(RowKey.RULING)) {
                rulings.add(List.of(code(id(row)), says, does(row), row.text(RowKey.RULING)));
            } else if (row.has(RowKey.IGNORE) && !rows.isEmpty()) {
                rulings.add(List.of(code(id(row)), says, "leave the value out", row.text(RowKey.IGNORE)));
            }
        }
        return rulings;
    }

    private static String id(Row row) {
        return row.localId().replaceAll("/(overruled|ignore)$", "");
    }

    private static String does(Row row) {
        List<String> parts = new ArrayList<>();
        parts.add("write " + code(row.text(RowKey.TO)));
        for (RowKey key : List.of(RowKey.USE, RowKey.CODE, RowKey.AS, RowKey.CONST, RowKey.ASSIGN, RowKey.WHEN)) {
            if (row.has(key)) {
                parts.add(key.word() + " " + code(row.text(key)));
            }
        }
        return String.join(", ", parts);
    }

    private static List<GuideMatch> ofKind(List<GuideMatch> matches, TableKind kind) {
        return matches.stream().filter(match -> match.row().kind() == kind).toList();
    }

    private static Map<String, List<GuideMatch>> byTable(List<GuideMatch> matches) {
        return matches.stream()
                .collect(Collectors.groupingBy(match -> match.row().table(), TreeMap::new, Collectors.toList()));
    }

    private static void head(StringBuilder page, String first) {
        page.append("| ").append(first).append(" | rows |");
        for (GuideVerdict verdict : GuideVerdict.values()) {
            page.append(' ').append(verdict.heading()).append(" |");
        }
        page.append(" accounted for |\n|---|--:|--:|--:|--:|--:|--:|\n");
    }

    private static void line(StringBuilder page, String name, List<GuideMatch> matches) {
        GuideTotals totals = GuideTotals.of(matches);
        page.append("| ").append(name).append(" | ").append(totals.rows()).append(" |");
        for (GuideVerdict verdict : GuideVerdict.values()) {
            page.append(' ').append(totals.of(verdict)).append(" |");
        }
        int permille = totals.accountedPermille();
        page.append(' ').append(permille / 10).append('.').append(permille % 10).append(" % |\n");
    }

    private static void cells(StringBuilder page, String... cells) {
        page.append('|');
        for (String cell : cells) {
            page.append(' ').append(cell.replace("|", "\\|")).append(" |");
        }
        page.append('\n');
    }

    private static String code(String text) {
        return text.isEmpty() ? "" : "`" + text + "`";
    }
}
