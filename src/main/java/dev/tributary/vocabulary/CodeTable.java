package dev.tributary.vocabulary;

import dev.tributary.base.NearestWord;
import dev.tributary.base.Problems;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A code table: HL7's own, or one sender's. Immutable. */
public final class CodeTable {

    /** The code of the line that stands for every code without one. */
    static final String ANY = "*";

    private static final List<String> REQUIRED =
            List.of("code", "text", "system", "target_code", "target_display", "target_system");
    private static final List<String> OPTIONAL = List.of("comment", "valid_from", "valid_until");
    private static final Pattern DAY = Pattern.compile("(\\d{4}-\\d{2}-\\d{2})?");

    private final String name;
    private final Map<String, List<CodeLine>> lines;

    private CodeTable(String name, Map<String, List<CodeLine>> lines) {
        this.name = name;
        this.lines = lines;
    }

    /** @return a table without any line */
    public static CodeTable empty(String name) {
        return new CodeTable(name, Map.of());
    }

    /**
     * @param name of the table, {@code AdministrativeSex}
     * @param file as a user would name it, for problems
     * @param text of the CSV file
     * @param problems takes every mistake
     */
    public static CodeTable read(String name, String file, String text, Problems problems) {
        List<Csv.Line> all = Csv.read(text);
        if (all.isEmpty()) {
            problems.add(file, 1, "the code table has no header line", "begin with " + String.join(",", REQUIRED));
            return empty(name);
        }
        List<String> header = all.get(0).cells();
        checkHeader(file, all.get(0), problems);
        Map<String, List<CodeLine>> lines = new HashMap<>();
        Set<String> seen = new HashSet<>();
        for (Csv.Line each : all.subList(1, all.size())) {
            CodeLine line = line(name, header, each);
            if (line.code().isEmpty()) {
                problems.add(file, each.line(), "the line has no code", "write the sender's code in the first column");
                continue;
            }
            if (!DAY.matcher(cell(header, each, "valid_from")).matches()
                    || !DAY.matcher(cell(header, each, "valid_until")).matches()) {
                problems.add(file, each.line(), "a day of validity has another form", "write it like 2026-01-31");
            }
            if (each.cells().size() > header.size()) {
                problems.add(
                        file,
                        each.line(),
                        "the line has more cells than the header",
                        "put texts with commas in quotes");
            }
            if (!seen.add(line.code() + "|" + line.system() + "|" + line.validFrom())) {
                problems.add(
                        file, each.line(), "the code '" + line.code() + "' has a line above", "remove one of them");
            }
            lines.computeIfAbsent(line.code(), code -> new ArrayList<>()).add(line);
        }
        return new CodeTable(name, lines);
    }

    /** @return its name */
    public String name() {
        return name;
    }

    /** @return every line, in no order */
    public List<CodeLine> lines() {
        return lines.values().stream().flatMap(List::stream).toList();
    }

    /**
     * @param code as sent
     * @param system name of the coding system as sent; empty if none was
     * @param known whether that system is a known one, so that its codes are not ours to translate unless a line names it
     * @param day of the message, {@code yyyyMMdd}, for validity; empty if unknown
     * @return the line, or null
     */
    @Nullable
    CodeLine find(String code, String system, boolean known, String day) {
        List<CodeLine> candidates = lines.get(code);
        if (candidates == null) {
            return null;
        }
        CodeLine found = null;
        for (CodeLine line : candidates) {
            if (!line.holdsOn(day)) {
                continue;
            }
            if (line.system().equals(system)) {
                return line;
            }
            boolean fits = system.isEmpty() || line.system().isEmpty() || !known;
            if (found == null && fits) {
                found = line;
            }
        }
        return found;
    }

    /** @return the line for every code without one, or null */
    @Nullable
    CodeLine fallback() {
        List<CodeLine> any = lines.get(ANY);
        return any == null ? null : any.get(0);
    }

    private static CodeLine line(String name, List<String> header, Csv.Line each) {
        return new CodeLine(
                name + ":" + each.line(),
                cell(header, each, "code"),
                cell(header, each, "text"),
                cell(header, each, "system"),
                cell(header, each, "target_code"),
                cell(header, each, "target_display"),
                cell(header, each, "target_system"),
                cell(header, each, "valid_from").replace("-", ""),
                cell(header, each, "valid_until").replace("-", ""));
    }

    private static String cell(List<String> header, Csv.Line line, String column) {
        return line.cell(header.indexOf(column));
    }

    private static void checkHeader(String file, Csv.Line header, Problems problems) {
        List<String> valid = new ArrayList<>(REQUIRED);
        valid.addAll(OPTIONAL);
        for (String column : header.cells()) {
            if (!valid.contains(column)) {
                problems.add(file, header.line(), "unknown column '" + column + "'", NearestWord.cure(column, valid));
            }
        }
        for (String column : REQUIRED) {
            if (!header.cells().contains(column)) {
                problems.add(
                        file,
                        header.line(),
                        "the column '" + column + "' is missing",
                        "begin with " + String.join(",", REQUIRED));
            }
        }
    }
}
