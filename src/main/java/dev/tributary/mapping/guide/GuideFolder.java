package dev.tributary.mapping.guide;

import dev.tributary.mapping.document.TableKind;
import dev.tributary.vocabulary.Csv;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the rows out of HL7's own files: a folder with {@code messages}, {@code segments} and {@code datatypes}. */
public final class GuideFolder {

    // "HL7 Segment - FHIR R4_ PID[Patient] - PID.csv"
    private static final Pattern NAME = Pattern.compile("HL7 .*?_ (.*) - [^-]*\\.csv");
    private static final Pattern SOURCE = Pattern.compile("[A-Z][A-Z0-9]{1,2}[.-]\\d");
    private static final int HEADER_LINES = 2;
    private static final int ID = 1;
    private static final int CONDITION = 6;
    private static final int NARRATIVE = 8;
    private static final int TARGET = 9;
    // in message tables the segment map stands where other tables propose an extension
    private static final int PROPOSED_OR_MAP = 10;
    private static final int ASSIGNMENT = 16;

    private GuideFolder() {}

    /**
     * @param folder of the guide's CSV files
     * @return the rows that assign something, by kind, table and order
     * @throws UncheckedIOException if the folder cannot be read
     */
    public static List<GuideRow> read(Path folder) {
        List<GuideRow> rows = new ArrayList<>();
        for (TableKind kind : TableKind.values()) {
            try (Stream<Path> files = Files.list(folder.resolve(kind.folder()))) {
                for (Path file : files.sorted().toList()) {
                    Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
                    if (name.matches()) {
                        addTable(kind, name.group(1), Csv.read(Files.readString(file)), rows);
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return rows;
    }

    private static void addTable(TableKind kind, String table, List<Csv.Line> lines, List<GuideRow> into) {
        for (Csv.Line line : lines.subList(Math.min(HEADER_LINES, lines.size()), lines.size())) {
            String target = line.cell(TARGET);
            String second = line.cell(PROPOSED_OR_MAP);
            String source = oneLine(line.cell(ID));
            if (kind == TableKind.MESSAGE) {
                if (!target.isEmpty()) {
                    String attribute = oneLine(second.isEmpty() ? target : target + "/" + second);
                    into.add(new GuideRow(kind, table, source, attribute, open(line, false)));
                }
            } else if (!target.isEmpty() || !second.isEmpty()) {
                String attribute = oneLine(target.isEmpty() ? second : target);
                into.add(new GuideRow(kind, table, source, attribute, open(line, target.isEmpty())));
            }
        }
    }

    private static GuideRow.Open open(Csv.Line line, boolean proposed) {
        if (proposed) {
            return GuideRow.Open.EXTENSION;
        }
        String assignment = line.cell(ASSIGNMENT);
        boolean expression =
                assignment.startsWith("\"") || SOURCE.matcher(assignment).lookingAt();
        if (!assignment.isEmpty() && !expression) {
            return GuideRow.Open.VALUE;
        }
        boolean prose = line.cell(CONDITION).isEmpty() && !line.cell(NARRATIVE).isEmpty();
        return prose ? GuideRow.Open.CONDITION : GuideRow.Open.NOTHING;
    }

    private static String oneLine(String cell) {
        return cell.replaceAll("\\s+", " ").strip();
    }
}
