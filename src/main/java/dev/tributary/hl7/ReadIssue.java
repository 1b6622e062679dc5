package dev.tributary.hl7;

/**
 * One oddity met while reading.
 *
 * @param kind what it is
 * @param where a {@link FieldPath} as text, a segment ({@code OBX[2]}), or empty for the whole message
 * @param detail a sentence for an engineer: shape, place and number, never a value
 */
public record ReadIssue(ReadIssueKind kind, String where, String detail) {}
