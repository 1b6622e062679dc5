package dev.tributary.hl7;

import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The words of MSH-18 (HL7 table 0211), with the spellings senders use for them, as Java character sets. */
final class CharacterSets {

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("ASCII", "US-ASCII"),
            Map.entry("USASCII", "US-ASCII"),
            Map.entry("ISOIR6", "US-ASCII"),
            Map.entry("ISOIR100", "ISO-8859-1"),
            Map.entry("ISOIR14", "ISO-2022-JP"),
            Map.entry("ISOIR87", "ISO-2022-JP"),
            Map.entry("ISOIR159", "ISO-2022-JP-2"),
            Map.entry("JAS2020", "ISO-2022-JP"),
            Map.entry("JISX0202", "ISO-2022-JP"),
            Map.entry("GB180302000", "GB18030"),
            Map.entry("GB18030", "GB18030"),
            Map.entry("KSX1001", "EUC-KR"),
            Map.entry("CNS116431992", "x-EUC-TW"),
            Map.entry("BIG5", "Big5"),
            // a header that could be read byte by byte is not UTF-16 or UTF-32, whatever it says
            Map.entry("UNICODE", "UTF-8"),
            Map.entry("UNICODEUTF8", "UTF-8"),
            Map.entry("UTF8", "UTF-8"),
            Map.entry("UNICODEUTF16", "UTF-8"),
            Map.entry("UNICODEUTF32", "UTF-8"),
            Map.entry("UTF16", "UTF-8"),
            Map.entry("UTF32", "UTF-8"));

    private static final int MOST_KNOWN = 100;
    private static final Map<String, Optional<Charset>> KNOWN = new ConcurrentHashMap<>();

    private CharacterSets() {}

    /**
     * @param msh18 by repetition
     * @param fallback of the feed, where MSH-18 is empty or not known
     * @return what the message's bytes are decoded with; a Japanese set named in any repetition asks for ISO 2022,
     *     since the escapes that switch to it stand in the bytes
     */
    static Charset choose(List<String> msh18, Charset fallback) {
        for (String word : msh18) {
            Optional<Charset> named = named(word);
            if (named.isPresent() && named.get().name().startsWith("ISO-2022")) {
                return named.get();
            }
        }
        if (msh18.isEmpty()) {
            return fallback;
        }
        String first = msh18.get(0);
        if (first.isEmpty()) {
            // an empty first repetition before others means ASCII (HL7 v2.5.1 §2.15.9.18)
            return msh18.stream().anyMatch(word -> !word.isEmpty()) ? StandardCharsets.US_ASCII : fallback;
        }
        return named(first).orElse(fallback);
    }

    /** @return the character set of one word of MSH-18; empty where neither the table nor the JDK knows it */
    static Optional<Charset> named(String word) {
        Optional<Charset> known = KNOWN.get(word);
        if (known == null) {
            known = find(word);
            // every message of a feed says the same; what anyone may send is not remembered without end
            if (KNOWN.size() < MOST_KNOWN) {
                KNOWN.put(word, known);
            }
        }
        return known;
    }

    private static Optional<Charset> find(String word) {
        String key = word.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "");
        String name = NAMES.get(key);
        if (name == null) {
            int iso = key.indexOf("8859");
            name = iso >= 0 ? "ISO-8859-" + key.substring(iso + 4) : word.strip();
        }
        try {
            return Optional.of(Charset.forName(name));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            return Optional.empty();
        }
    }

    /** @return whether bytes below 0x80 are always the ASCII characters, so that pure ASCII needs no decoding */
    static boolean keepsAscii(Charset charset) {
        String name = charset.name();
        return !name.startsWith("ISO-2022") && !name.startsWith("UTF-16") && !name.startsWith("UTF-32");
    }
}
