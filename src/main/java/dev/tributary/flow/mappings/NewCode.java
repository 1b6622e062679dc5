package dev.tributary.flow.mappings;

import java.util.List;
import java.util.regex.Pattern;

/**
 * A line for a code table, as a person gives it while the engine runs. docs/mapping-language.md §8 tells the columns.
 *
 * @param folder of {@code mappings/codes} that takes it: a sender's, as the feed's {@code code-tables} name it
 * @param table name of the code table, {@code AdministrativeSex}
 * @param code as the sender writes it
 * @param text what it means, in the sender's words; may be empty
 * @param system the sender's coding system; may be empty
 * @param targetCode its FHIR counterpart; empty: known and deliberately without one
 * @param targetDisplay the counterpart's display; may be empty
 * @param targetSystem the counterpart's system; may be empty where the element fixes it
 * @param comment for those who come later; may be empty
 * @param validFrom first day, {@code 2026-01-31}; empty if always
 * @param validUntil last day; empty if for ever
 */
public record NewCode(
        String folder,
        String table,
        String code,
        String text,
        String system,
        String targetCode,
        String targetDisplay,
        String targetSystem,
        String comment,
        String validFrom,
        String validUntil) {

    private static final Pattern FOLDER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,63}");
    private static final int LONGEST = 500;

    /** @throws IllegalArgumentException naming what is wrong, and the cure */
    public NewCode {
        checkFolder(folder);
        if (table.isBlank()) {
            throw new IllegalArgumentException("table is empty: give the code table's name, such as AdministrativeSex");
        }
        if (code.isBlank() || code.equals("*")) {
            throw new IllegalArgumentException("code is empty or *: give the code as the sender writes it");
        }
        if (code.startsWith("#")) {
            throw new IllegalArgumentException(
                    "a code that begins with # would be a comment: write it into the table" + " by hand, in quotes");
        }
        for (String cell :
                List.of(code, text, system, targetCode, targetDisplay, targetSystem, comment, validFrom, validUntil)) {
            if (cell.length() > LONGEST || cell.chars().anyMatch(Character::isISOControl)) {
                throw new IllegalArgumentException("a value is longer than " + LONGEST
                        + " characters or holds a line break or control character: shorten it");
            }
        }
    }

    /**
     * @param folder of added codes: it becomes part of a path
     * @throws IllegalArgumentException if it is not one plain name
     */
    static void checkFolder(String folder) {
        if (!FOLDER.matcher(folder).matches()) {
            throw new IllegalArgumentException(
                    "folder '" + folder + "': use letters, digits, hyphens, as the feed's code-tables name it");
        }
    }

    /** @return without the code, which may be a patient's */
    @Override
    public String toString() {
        return "NewCode[" + folder + "/" + table + "]";
    }
}
