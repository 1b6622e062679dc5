package dev.tributary.cli.coverage;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.mapping.document.TableKind;
import dev.tributary.mapping.guide.GuideMatch;
import dev.tributary.mapping.guide.GuideRows;
import dev.tributary.mapping.guide.GuideTotals;
import dev.tributary.mapping.guide.GuideVerdict;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The account of the guide's rows, in the three forms. */
final class CoverageReport {

    private static final String COLUMNS = "%-52s %6s %8s %8s %10s %5s %10s%n";

    private final List<GuideMatch> matches;

    CoverageReport(List<GuideMatch> matches) {
        this.matches = matches;
    }

    void text(PrintWriter out) {
        out.printf(COLUMNS, "table", "rows", "written", "ruled", "overruled", "open", "accounted");
        for (TableKind kind : List.of(TableKind.SEGMENT, TableKind.DATATYPE, TableKind.MESSAGE)) {
            tables(kind).forEach((table, rows) -> line(out, table, rows));
        }
        out.println();
        for (TableKind kind : List.of(TableKind.SEGMENT, TableKind.DATATYPE, TableKind.MESSAGE)) {
            line(out, "all " + kind.folder(), ofKind(kind));
        }
        line(
                out,
                "segments and datatypes: the guide's assigning rows",
                matches.stream()
                        .filter(match -> match.row().kind() != TableKind.MESSAGE)
                        .toList());
        List<GuideMatch> open = matches.stream()
                .filter(match -> match.verdict() == GuideVerdict.OPEN)
                .toList();
        if (!open.isEmpty()) {
            out.println();
            out.println("not executed:");
            open.forEach(match -> out.println("  " + match.row().table() + " "
                    + match.row().source() + " -> " + match.row().attribute() + ": " + match.reason()));
        }
    }

    void csv(PrintWriter out) {
        out.println("kind,table,source,attribute,verdict,row,reason");
        for (GuideMatch match : matches) {
            out.println(String.join(
                    ",",
                    match.row().kind().key(),
                    GuideRows.cell(match.row().table()),
                    GuideRows.cell(match.row().source()),
                    GuideRows.cell(match.row().attribute()),
                    match.verdict().word(),
                    GuideRows.cell(match.ours()),
                    GuideRows.cell(match.reason())));
        }
    }

    void json(PrintWriter out) {
        ObjectNode report = new ObjectMapper().createObjectNode();
        ObjectNode totals = report.putObject("totals");
        for (TableKind kind : TableKind.values()) {
            totals(totals.putObject(kind.folder()), ofKind(kind));
        }
        ObjectNode tables = report.putObject("tables");
        for (TableKind kind : TableKind.values()) {
            tables(kind).forEach((table, rows) -> totals(tables.putObject(table), rows));
        }
        ArrayNode rows = report.putArray("rows");
        for (GuideMatch match : matches) {
            rows.addObject()
                    .put("table", match.row().table())
                    .put("source", match.row().source())
                    .put("attribute", match.row().attribute())
                    .put("verdict", match.verdict().word())
                    .put("row", match.ours())
                    .put("reason", match.reason());
        }
        out.println(report.toPrettyString());
    }

    private List<GuideMatch> ofKind(TableKind kind) {
        return matches.stream().filter(match -> match.row().kind() == kind).toList();
    }

    private Map<String, List<GuideMatch>> tables(TableKind kind) {
        return ofKind(kind).stream()
                .collect(Collectors.groupingBy(match -> match.row().table(), TreeMap::new, Collectors.toList()));
    }

    private static void totals(ObjectNode into, List<GuideMatch> rows) {
        GuideTotals totals = GuideTotals.of(rows);
        into.put("rows", totals.rows());
        for (GuideVerdict verdict : GuideVerdict.values()) {
            into.put(verdict.word(), totals.of(verdict));
        }
    }

    private static void line(PrintWriter out, String name, List<GuideMatch> rows) {
        GuideTotals totals = GuideTotals.of(rows);
        int permille = totals.accountedPermille();
        out.printf(
                COLUMNS,
                name,
                totals.rows(),
                totals.of(GuideVerdict.WRITTEN),
                totals.of(GuideVerdict.RULED),
                totals.of(GuideVerdict.OVERRULED),
                totals.of(GuideVerdict.OPEN),
                permille / 10 + "." + permille % 10 + " %");
    }
}
