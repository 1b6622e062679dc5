package dev.tributary.hl7;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** FHS, BHS, BTS or FTS, byte for byte in 8859/1, so that what is echoed is what was sent. */
record EnvelopeLine(String text, char separator) {

    /** What stands for a header that the sender left out. */
    static final EnvelopeLine NONE = new EnvelopeLine("BHS|^~\\&", '|');

    static EnvelopeLine of(byte[] bytes, int from, int to, char usual) {
        String text = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        boolean declares = text.length() > 3 && Separators.canDelimit(text.charAt(3));
        return new EnvelopeLine(text, declares ? text.charAt(3) : usual);
    }

    /** @return a field as sent; numbers as in the standard: BHS-1 is the separator, BTS-1 is not */
    String field(int number) {
        String[] parts = text.split(Pattern.quote(String.valueOf(separator)), -1);
        int index = SegmentNames.declaresDelimiters(parts[0]) ? number - 1 : number;
        return index < parts.length ? parts[index] : "";
    }
}
