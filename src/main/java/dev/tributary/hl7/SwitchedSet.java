package dev.tributary.hl7;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A character set that {@code \C..\} (single-byte) or {@code \M..\} (multi-byte) switches to (HL7 v2.5.1 §2.7.2), named
 * by the bytes of its ISO 2022 escape sequence without the ESC.
 *
 * @param charset what decodes the bytes that follow; null for the message's own
 * @param shift bytes that put the decoder into the set
 */
record SwitchedSet(@Nullable Charset charset, byte[] shift) {

    /** The message's own character set. */
    static final SwitchedSet NONE = new SwitchedSet(null, new byte[0]);

    private static final Map<String, String> SINGLE = Map.ofEntries(
            Map.entry("2D41", "ISO-8859-1"),
            Map.entry("2D42", "ISO-8859-2"),
            Map.entry("2D43", "ISO-8859-3"),
            Map.entry("2D44", "ISO-8859-4"),
            Map.entry("2D4C", "ISO-8859-5"),
            Map.entry("2D47", "ISO-8859-6"),
            Map.entry("2D46", "ISO-8859-7"),
            Map.entry("2D48", "ISO-8859-8"),
            Map.entry("2D4D", "ISO-8859-9"),
            Map.entry("2D62", "ISO-8859-15"),
            Map.entry("2949", "JIS_X0201"));

    private static final Map<String, String> MULTIPLE =
            Map.of("2442", "ISO-2022-JP", "242842", "ISO-2022-JP", "242844", "ISO-2022-JP-2");

    /** @return the set a sequence's content switches to; null where it is no switch or one unknown here */
    static @Nullable SwitchedSet of(String content) {
        if (content.length() < 5 || (content.charAt(0) != 'C' && content.charAt(0) != 'M')) {
            return null;
        }
        String code = content.substring(1).toUpperCase(Locale.ROOT);
        if (content.charAt(0) == 'C') {
            // G0 back to ASCII, or to its Japanese twin
            if (code.equals("2842") || code.equals("284A")) {
                return NONE;
            }
            return named(SINGLE.get(code), new byte[0]);
        }
        String name = MULTIPLE.get(code);
        return name == null ? null : named(name, HexFormat.of().parseHex("1B" + code));
    }

    private static @Nullable SwitchedSet named(@Nullable String name, byte[] shift) {
        if (name == null) {
            return null;
        }
        try {
            return new SwitchedSet(Charset.forName(name), shift);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return null;
        }
    }

    /** @return a range of the message's text, read in this set where its characters are bytes still */
    String decode(String text, int from, int to, Charset own) {
        String range = text.substring(from, to);
        Charset set = charset;
        if (set == null || range.isEmpty() || !(isByteWide(own) || isAscii(range))) {
            return range;
        }
        byte[] sent = range.getBytes(own.equals(StandardCharsets.US_ASCII) ? StandardCharsets.ISO_8859_1 : own);
        byte[] all = new byte[shift.length + sent.length];
        System.arraycopy(shift, 0, all, 0, shift.length);
        System.arraycopy(sent, 0, all, shift.length, sent.length);
        return DecodedText.of(all, 0, all.length, set).text();
    }

    private static boolean isByteWide(Charset own) {
        return own.equals(StandardCharsets.US_ASCII) || own.name().startsWith("ISO-8859");
    }

    private static boolean isAscii(String range) {
        return range.chars().allMatch(c -> c < 0x80);
    }
}
