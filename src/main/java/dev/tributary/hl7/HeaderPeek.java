package dev.tributary.hl7;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads MSH and nothing else, in microseconds, before the acknowledgment. Takes any bytes and throws nothing. UTF-16 and
 * UTF-32 are not read: HL7 wants the header's delimiters in single bytes (v2.5.1 §2.15.9.18), and a guess would end in a
 * wrong answer to the sender.
 */
public final class HeaderPeek {

    private static final int FIRST_FIELD_OF_PARTS = 1;

    private HeaderPeek() {}

    /**
     * @param bytes a message; a byte order mark and white space before MSH are passed over
     * @return its header, empty where no MSH is readable; a message without MSH-18 is taken for UTF-8
     */
    public static Optional<MessageHeader> of(byte[] bytes) {
        return of(bytes, StandardCharsets.UTF_8);
    }

    /**
     * @param bytes a message; a byte order mark and white space before MSH are passed over
     * @param fallback the feed's character set, for messages without MSH-18
     * @return its header, empty where no MSH is readable
     */
    public static Optional<MessageHeader> of(byte[] bytes, Charset fallback) {
        int start = start(bytes);
        if (!isHeader(bytes, start)) {
            return Optional.empty();
        }
        int end = start;
        while (end < bytes.length && bytes[end] != '\r' && bytes[end] != '\n') {
            end++;
        }
        String line = new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
        MessageHeader latin = header(line, StandardCharsets.ISO_8859_1);
        Charset charset = CharacterSets.choose(latin.characterSets(), fallback);
        DecodedText decoded = DecodedText.of(bytes, start, end, charset);
        return Optional.of(decoded.badBytes() > 0 ? latin : header(decoded.text(), charset));
    }

    /** @return where the first byte after byte order mark and white space is */
    static int start(byte[] bytes) {
        int at = 0;
        if (bytes.length >= 3 && bytes[0] == (byte) 0xEF && bytes[1] == (byte) 0xBB && bytes[2] == (byte) 0xBF) {
            at = 3;
        }
        while (at < bytes.length && (bytes[at] == ' ' || (bytes[at] >= '\t' && bytes[at] <= '\r'))) {
            at++;
        }
        return at;
    }

    private static boolean isHeader(byte[] bytes, int at) {
        return at + 3 < bytes.length
                && bytes[at] == 'M'
                && bytes[at + 1] == 'S'
                && bytes[at + 2] == 'H'
                && Separators.canDelimit((char) (bytes[at + 3] & 0xFF));
    }

    private static MessageHeader header(String line, Charset charset) {
        char field = line.charAt(3);
        // the part before the first separator is the name; part n is MSH-(n+1), since MSH-1 is that separator
        List<String> parts = split(line, field);
        Separators separators = Separators.declared(field, part(parts, FIRST_FIELD_OF_PARTS));
        List<String> type = split(field(parts, 9), separators.component());
        List<String> sets = new ArrayList<>();
        String msh18 = code(field(parts, 18));
        if (!msh18.isEmpty()) {
            for (String word : split(msh18, separators.repetition())) {
                sets.add(code(word));
            }
        }
        return new MessageHeader(
                separators,
                field(parts, 3),
                field(parts, 4),
                field(parts, 5),
                field(parts, 6),
                field(parts, 7),
                code(part(type, 0)),
                code(part(type, 1)),
                code(part(type, 2)),
                field(parts, 10),
                code(part(split(field(parts, 11), separators.component()), 0)),
                code(part(split(field(parts, 12), separators.component()), 0)),
                code(field(parts, 15)),
                code(field(parts, 16)),
                sets,
                charset);
    }

    private static String field(List<String> parts, int number) {
        return part(parts, number - 1);
    }

    private static String part(List<String> parts, int index) {
        return index < parts.size() ? parts.get(index) : "";
    }

    // a code that says "" says nothing
    private static String code(String sent) {
        String word = sent.strip();
        return word.equals("\"\"") ? "" : word;
    }

    private static List<String> split(String text, char delimiter) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        int at = delimiter == '\0' ? -1 : text.indexOf(delimiter);
        while (at >= 0) {
            parts.add(text.substring(from, at));
            from = at + 1;
            at = text.indexOf(delimiter, from);
        }
        parts.add(text.substring(from));
        return parts;
    }
}
