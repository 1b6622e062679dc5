package dev.tributary.hl7;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Escape sequences (HL7 v2.5.1 §2.7): what stands between two escape characters within one value.
 *
 * <p>Delimiters ({@code \F\ \S\ \T\ \R\ \E\ \P\}) become the character. {@code \X..\} becomes text by the message's
 * character set. {@code \C..\} and {@code \M..\} switch the character set up to the next switch or the end of the value.
 * Formatting commands become the line breaks and spaces they mean, highlighting nothing; {@link Part#raw()} keeps them.
 * Anything else stays as sent.
 */
final class Escapes {

    private static final int WIDEST_SKIP = 999;

    private Escapes() {}

    /** @return the text of a range with its escape sequences resolved */
    static String resolve(Body body, int from, int to) {
        char escape = body.separators().escape();
        int at = body.next(escape, from, to);
        if (at == to) {
            return body.text().substring(from, to);
        }
        StringBuilder out = new StringBuilder(to - from);
        SwitchedSet switched = SwitchedSet.NONE;
        int copied = from;
        while (at < to) {
            int close = body.next(escape, at + 1, to);
            if (close == to) {
                break;
            }
            String content = body.text().substring(at + 1, close);
            SwitchedSet next = SwitchedSet.of(content);
            String meaning = next == null ? meaning(content, body) : "";
            if (meaning == null) {
                // stays as sent; the closing character may open the next sequence
                at = close;
                continue;
            }
            out.append(switched.decode(body.text(), copied, at, body.charset())).append(meaning);
            switched = next == null ? switched : next;
            copied = close + 1;
            at = body.next(escape, copied, to);
        }
        return out.append(switched.decode(body.text(), copied, to, body.charset()))
                .toString();
    }

    /** @return a text as a value of these separators: delimiters escaped, line breaks as {@code \.br\} */
    static String escape(String text, Separators separators) {
        char escape = separators.escape();
        if (escape == '\0') {
            // nothing can be escaped: what would divide becomes a space
            return text.chars()
                    .mapToObj(c -> String.valueOf(letter((char) c, separators) == '\0' && c >= ' ' ? (char) c : ' '))
                    .collect(Collectors.joining());
        }
        StringBuilder out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            char letter = letter(c, separators);
            if (letter != '\0') {
                out.append(escape).append(letter).append(escape);
            } else if (c == '\r' || c == '\n') {
                out.append(escape).append(".br").append(escape);
            } else {
                out.append(c < ' ' ? ' ' : c);
            }
        }
        return out.toString();
    }

    private static char letter(char c, Separators separators) {
        if (c == '\0') {
            return '\0';
        }
        if (c == separators.field()) {
            return 'F';
        }
        if (c == separators.component()) {
            return 'S';
        }
        if (c == separators.repetition()) {
            return 'R';
        }
        if (c == separators.escape()) {
            return 'E';
        }
        return c == separators.subcomponent() ? 'T' : '\0';
    }

    /** @return what is wrong with a sequence's content, null where nothing is */
    static @Nullable ReadIssueKind fault(String content, Body body) {
        if (SwitchedSet.of(content) != null || meaning(content, body) != null) {
            return null;
        }
        boolean malformed = content.isEmpty() || "XCM.".indexOf(content.charAt(0)) >= 0;
        return malformed ? ReadIssueKind.ESCAPE_MALFORMED : ReadIssueKind.ESCAPE_UNKNOWN;
    }

    private static @Nullable String meaning(String content, Body body) {
        if (content.length() == 1) {
            return single(content.charAt(0), body.separators());
        }
        if (content.isEmpty()) {
            return null;
        }
        return switch (content.charAt(0)) {
            case 'X' -> hexadecimal(content, body.charset());
            case '.' -> formatting(content);
            default -> null;
        };
    }

    private static @Nullable String single(char letter, Separators separators) {
        return switch (letter) {
            case 'F' -> String.valueOf(separators.field());
            case 'S' -> String.valueOf(separators.component());
            case 'R' -> String.valueOf(separators.repetition() == '\0' ? '~' : separators.repetition());
            case 'E' -> String.valueOf(separators.escape());
            case 'T' -> String.valueOf(separators.subcomponent() == '\0' ? '&' : separators.subcomponent());
            case 'P' -> "#";
            case 'H', 'N' -> "";
            default -> null;
        };
    }

    private static @Nullable String hexadecimal(String content, Charset charset) {
        byte[] bytes = hex(content, 1);
        if (bytes == null) {
            return null;
        }
        Charset plain = CharacterSets.keepsAscii(charset) ? charset : StandardCharsets.US_ASCII;
        return DecodedText.of(bytes, 0, bytes.length, plain).text();
    }

    /** @return the bytes that pairs of hexadecimal digits name, null where they are no pairs or no digits */
    static byte @Nullable [] hex(String content, int from) {
        int digits = content.length() - from;
        if (digits == 0 || digits % 2 != 0) {
            return null;
        }
        byte[] bytes = new byte[digits / 2];
        for (int i = 0; i < bytes.length; i++) {
            int high = Character.digit(content.charAt(from + 2 * i), 16);
            int low = Character.digit(content.charAt(from + 2 * i + 1), 16);
            if (high < 0 || low < 0) {
                return null;
            }
            bytes[i] = (byte) (high << 4 | low);
        }
        return bytes;
    }

    // HL7 v2.5.1 §2.7.6: commands of formatted text
    private static @Nullable String formatting(String content) {
        if (content.length() < 3) {
            return null;
        }
        int number = number(content);
        if (number < 0) {
            return null;
        }
        return switch (content.substring(0, 3)) {
            case ".br", ".ce" -> content.length() == 3 ? "\n" : null;
            case ".sp" -> "\n".repeat(content.length() == 3 ? 1 : number);
            case ".sk" -> " ".repeat(content.length() == 3 ? 1 : number);
            case ".fi", ".nf" -> content.length() == 3 ? "" : null;
            case ".in", ".ti" -> "";
            default -> null;
        };
    }

    /** @return the number after a command, 0 where there is none, -1 where there is something else or too large a one */
    private static int number(String content) {
        int from = 3;
        if (from < content.length() && (content.charAt(from) == '+' || content.charAt(from) == '-')) {
            from++;
            if (from == content.length()) {
                return -1;
            }
        }
        int number = 0;
        for (int i = from; i < content.length(); i++) {
            int digit = Character.digit(content.charAt(i), 10);
            if (digit < 0 || number > WIDEST_SKIP) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number > WIDEST_SKIP ? -1 : number;
    }
}
