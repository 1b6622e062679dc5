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

    // part n is MSH-(n+1), since MSH-1 is the first separator; part 0 is the name
    private final List<String> parts;
    private final Separators separators;

    private HeaderPeek(String line) {
        char field = line.charAt(3);
        this.parts = split(line, field);
        this.separators = Separators.declared(field, field(2));
    }

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
        if (!BatchSplit.isName(bytes, start, "MSH")) {
            return Optional.empty();
        }
        int end = start;
        boolean ascii = true;
        while (end < bytes.length && bytes[end] != '\r' && bytes[end] != '\n') {
            ascii &= bytes[end] >= 0;
            end++;
        }
        HeaderPeek peek = new HeaderPeek(new String(bytes, start, end - start, StandardCharsets.ISO_8859_1));
        Charset charset = CharacterSets.choose(peek.characterSets(), fallback);
        if (ascii && CharacterSets.keepsAscii(charset)) {
            return Optional.of(peek.header(charset));
        }
        DecodedText decoded = DecodedText.of(bytes, start, end, charset);
        return Optional.of(
                decoded.badBytes() > 0
                        ? peek.header(StandardCharsets.ISO_8859_1)
                        : new HeaderPeek(decoded.text()).header(charset));
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

    private MessageHeader header(Charset charset) {
        List<String> type = split(field(9), separators.component());
        return new MessageHeader(
                separators,
                field(3),
                field(4),
                field(5),
                field(6),
                field(7),
                code(part(type, 0)),
                code(part(type, 1)),
                code(part(type, 2)),
                field(10),
                code(first(field(11))),
                code(first(field(12))),
                code(field(15)),
                code(field(16)),
                characterSets(),
                charset);
    }

    private List<String> characterSets() {
        String msh18 = code(field(18));
        return msh18.isEmpty()
                ? List.of()
                : split(msh18, separators.repetition()).stream()
                        .map(HeaderPeek::code)
                        .toList();
    }

    private String first(String field) {
        return part(split(field, separators.component()), 0);
    }

    private String field(int number) {
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
        List<String> parts = new ArrayList<>(24);
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
