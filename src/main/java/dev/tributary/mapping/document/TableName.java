package dev.tributary.mapping.document;

import java.util.Locale;

/** The names of tables, and the names of their files: {@code XCN[Practitioner]} is {@code xcn-practitioner}. */
public final class TableName {

    private TableName() {}

    /** @return the file's name without its ending */
    public static String fileStem(String table) {
        StringBuilder stem = new StringBuilder();
        char before = '-';
        for (int i = 0; i < table.length(); i++) {
            char c = table.charAt(i);
            if (Character.isLetterOrDigit(c)) {
                if (Character.isUpperCase(c) && Character.isLowerCase(before)) {
                    stem.append('-');
                }
                stem.append(Character.toLowerCase(c));
            } else if (stem.length() > 0 && stem.charAt(stem.length() - 1) != '-') {
                stem.append('-');
            }
            before = c;
        }
        while (stem.length() > 0 && stem.charAt(stem.length() - 1) == '-') {
            stem.setLength(stem.length() - 1);
        }
        return stem.toString().toLowerCase(Locale.ROOT);
    }

    /** @return what stands before the bracket: {@code PID} of {@code PID[Patient]} */
    public static String source(String table) {
        int bracket = table.indexOf('[');
        return bracket < 0 ? table : table.substring(0, bracket);
    }

    /** @return the type that stands in the brackets, up to a hyphen: {@code Identifier} of {@code EI[Identifier-System]} */
    public static String target(String table) {
        int bracket = table.indexOf('[');
        int end = table.indexOf(']', bracket);
        if (bracket < 0 || end < 0) {
            return "";
        }
        String inner = table.substring(bracket + 1, end);
        int hyphen = inner.indexOf('-');
        return hyphen < 0 ? inner : inner.substring(0, hyphen);
    }
}
