package dev.tributary.hl7;

/** What a reader can find odd about a message. None of them stops the reading, none of them loses a byte. */
public enum ReadIssueKind {
    /** No readable MSH: the lines are read with the usual delimiters. */
    NO_HEADER,
    /** A second MSH in the same message. */
    SECOND_HEADER,
    /** MSH-2 is cut short, too long, or declares a character twice or one that cannot delimit. */
    DELIMITERS,
    /** MSH-18 names a character set that is not known here, or one the bytes cannot be of. */
    CHARSET_UNKNOWN,
    /** Bytes that are not of the character set; each is kept as the 8859/1 character of the same number. */
    BYTES_UNDECODABLE,
    /** A NUL within the message. */
    NUL_CHARACTER,
    /** A segment name in lower case or after white space; read as the name it means. */
    SEGMENT_NAME,
    /** A line that begins with no segment name; kept as a segment named {@code ???}. */
    SEGMENT_UNNAMED,
    /** An escape sequence that has no end before the next delimiter, or a malformed one; stays as sent. */
    ESCAPE_MALFORMED,
    /** An escape sequence that the standard does not define, or a local one ({@code \Z..\}); stays as sent. */
    ESCAPE_UNKNOWN
}
