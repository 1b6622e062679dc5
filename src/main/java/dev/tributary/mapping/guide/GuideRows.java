package dev.tributary.mapping.guide;

import dev.tributary.mapping.document.MappingFiles;
import dev.tributary.mapping.document.TableKind;
import dev.tributary.vocabulary.Csv;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The list of the guide's rows that comes with the mappings: {@code guide/rows.csv}. */
public final class GuideRows {

    /** Where it stands in {@code mappings/}. */
    public static final String FILE = "guide/rows.csv";

    private static final String HEADER = "kind,table,source,attribute,open";

    private GuideRows() {}

    /** @return the rows in the guide's order; none if the mapping set has no such list */
    public static List<GuideRow> read(MappingFiles files) {
        String text = files.read(FILE);
        List<GuideRow> rows = new ArrayList<>();
        if (text == null) {
            return rows;
        }
        for (Csv.Line line : Csv.read(text)) {
            if (line.cell(0).equals("kind")) {
                continue;
            }
            rows.add(new GuideRow(
                    TableKind.valueOf(line.cell(0).toUpperCase(Locale.ROOT)),
                    line.cell(1),
                    line.cell(2),
                    line.cell(3),
                    GuideRow.Open.valueOf(line.cell(4).toUpperCase(Locale.ROOT))));
        }
        return rows;
    }

    /** @return the rows as the text of {@code rows.csv} */
    public static String write(List<GuideRow> rows) {
        StringBuilder text = new StringBuilder("# The rows of HL7's v2-to-FHIR guide (STU1) that assign something.")
                .append(" Written by: coverage --guide DIR --save\n")
                .append(HEADER)
                .append('\n');
        for (GuideRow row : rows) {
            text.append(String.join(
                            ",",
                            row.kind().key(),
                            cell(row.table()),
                            cell(row.source()),
                            cell(row.attribute()),
                            row.open().word()))
                    .append('\n');
        }
        return text.toString();
    }

    /** @return a text as a cell of CSV */
    public static String cell(String text) {
        boolean plain = text.indexOf(',') < 0 && text.indexOf('"') < 0 && text.indexOf('\n') < 0;
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
