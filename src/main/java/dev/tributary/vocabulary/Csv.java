package dev.tributary.vocabulary;

import java.util.ArrayList;
import java.util.List;

/** Comma-separated values as RFC 4180 writes them, with {@code #} for comment lines. */
public final class Csv {

    /**
     * One line that is not empty and no comment.
     *
     * @param line from 1, where it begins in the file
     * @param cells trimmed of spaces around
     */
    public record Line(int line, List<String> cells) {

        /** @return the n-th cell from 0; empty where the line is shorter */
        public String cell(int n) {
            return n >= 0 && n < cells.size() ? cells.get(n) : "";
        }
    }

    private Csv() {}

    /** @return the lines of a file; quoted cells may hold commas, quotes (doubled) and line ends */
    public static List<Line> read(String text) {
        List<Line> lines = new ArrayList<>();
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        int line = 1;
        int start = 1;
        for (int i = 0; i <= text.length(); i++) {
            char c = i < text.length() ? text.charAt(i) : '\n';
            if (quoted && i < text.length()) {
                if (c == '"' && i + 1 < text.length() && text.charAt(i + 1) == '"') {
                    cell.append('"');
                    i++;
                } else if (c == '"') {
                    quoted = false;
                } else {
                    cell.append(c);
                    line += c == '\n' ? 1 : 0;
                }
            } else if (c == '"' && isBlank(cell)) {
                cell.setLength(0);
                quoted = true;
            } else if (c == ',') {
                cells.add(cell.toString().strip());
                cell.setLength(0);
            } else if (c == '\n') {
                cells.add(cell.toString().strip());
                cell.setLength(0);
                if (!(cells.size() == 1 && cells.get(0).isEmpty())
                        && !cells.get(0).startsWith("#")) {
                    lines.add(new Line(start, List.copyOf(cells)));
                }
                cells.clear();
                line++;
                start = line;
            } else if (c != '\r' && c != '\uFEFF') {
                cell.append(c);
            }
        }
        return lines;
    }

    private static boolean isBlank(StringBuilder cell) {
        return cell.isEmpty() || cell.toString().isBlank();
    }
}
