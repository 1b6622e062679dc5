package dev.tributary.base;

/** A cell of CSV that holds what came from outside, and may be opened in a spreadsheet. */
public final class SpreadsheetCell {

    private static final String FORMULA_BEGINS_WITH = "=+-@\t\r\n";

    private SpreadsheetCell() {}

    /** @return the text; with an apostrophe before it if a spreadsheet would compute it, which makes it a text there */
    public static String harmless(String text) {
        boolean formula = !text.isEmpty() && FORMULA_BEGINS_WITH.indexOf(text.charAt(0)) >= 0;
        return formula ? "'" + text : text;
    }

    /** @return {@link #harmless}, in quotes (RFC 4180) */
    public static String quoted(String text) {
        return "\"" + harmless(text).replace("\"", "\"\"") + "\"";
    }
}
