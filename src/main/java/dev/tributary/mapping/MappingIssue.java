package dev.tributary.mapping;

import dev.tributary.hl7.FieldPath;
import org.jspecify.annotations.Nullable;

/**
 * Something about one message that a person should see; never a reason to stop.
 *
 * @param kind what it is
 * @param source the place in the message
 * @param row id of the row, empty if none
 * @param detail a sentence without values of the message
 * @param code the code without a line in its table, for {@link Kind#CODE_UNMAPPED}; else null
 */
public record MappingIssue(
        Kind kind,
        FieldPath source,
        String row,
        String detail,
        @Nullable UnmappedCode code) {

    /** What an issue is about. */
    public enum Kind {
        /** A code has no line in its code table: a work item for who keeps the tables. */
        CODE_UNMAPPED,
        /** A value is not of its type: a date that is none, a number that is none. It is kept as text. */
        VALUE_INVALID,
        /** A second value for an element that holds one. */
        NOT_CARRIED,
        /** A segment stands where the structure does not have it; it was attached to the nearest place. */
        SEGMENT_MISPLACED,
        /** A segment that no table maps. */
        SEGMENT_UNKNOWN,
        /** {@code ""} in a field whose element cannot be told from others of its list. */
        DELETION_AMBIGUOUS
    }

    /**
     * A code that its table does not have.
     *
     * @param table name of the code table
     * @param value the code as sent
     * @param text its text as sent, empty if none
     * @param system the name of its coding system as sent, empty if none
     */
    public record UnmappedCode(String table, String value, String text, String system) {}

    /** @return without the code, which may be a patient's */
    @Override
    public String toString() {
        return kind + " at " + source + (row.isEmpty() ? "" : " by " + row) + ": " + detail;
    }
}
