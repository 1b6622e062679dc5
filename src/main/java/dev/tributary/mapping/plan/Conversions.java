package dev.tributary.mapping.plan;

import dev.tributary.hl7.Part;
import dev.tributary.vocabulary.NamingTable;
import dev.tributary.vocabulary.Oid;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Does what {@link Conversion}s say. */
final class Conversions {

    private static final List<String> DAYS = List.of("mon", "tue", "wed", "thu", "fri", "sat", "sun");
    // ISO 31, HL7 table 0335 and what senders write; minutes in one of each
    private static final Map<String, Integer> MINUTES_IN = Map.ofEntries(
            Map.entry("MIN", 1),
            Map.entry("MINUTE", 1),
            Map.entry("MINUTES", 1),
            Map.entry("M", 1),
            Map.entry("H", 60),
            Map.entry("HR", 60),
            Map.entry("HOUR", 60),
            Map.entry("HOURS", 60),
            Map.entry("D", 1440),
            Map.entry("DAY", 1440),
            Map.entry("DAYS", 1440),
            Map.entry("WK", 10080),
            Map.entry("WEEK", 10080),
            Map.entry("WEEKS", 10080));

    private Conversions() {}

    /** @return the value, to be checked by the target's type; null if the source is not what the conversion takes */
    static @Nullable String convert(Conversion as, Frame frame, Part part) {
        NamingTable naming = frame.run().plan().naming();
        String namespace = frame.run().profile().namespace();
        return switch (as) {
            case AUTHORITY -> {
                // EI is a number and then the parts of an HD
                int first = isEntityIdentifier(frame, part) ? 2 : 1;
                yield naming.authority(piece(part, first), piece(part, first + 1), piece(part, first + 2), namespace);
            }
            case CODE_SYSTEM -> naming.codeSystem(part.text().strip(), codeBefore(frame, part), namespace);
            case OID -> Oid.isOid(part.text()) ? "urn:oid:" + part.text() : null;
            case URI -> uri(naming, part);
            case RAW, LINES -> part.wholeText();
            case TEXT -> text(part);
            case BASE64 -> base64(part.wholeText());
            case HEX -> hex(part.wholeText());
            case MINUTES -> minutes(part);
            case PLUS_MINUTES -> part.text();
            case DAY_OF_WEEK -> day(part.text());
            case NAME -> name(part);
        };
    }

    private static boolean isEntityIdentifier(Frame frame, Part part) {
        TablePlan table = frame.table();
        Part source = frame.source();
        return table != null
                && source != null
                && table.source().equals("EI")
                && source.offset() == part.offset()
                && source.endOffset() == part.endOffset();
    }

    // in CE, CWE and CNE the name of a coding system stands two after its code
    private static String codeBefore(Frame frame, Part part) {
        Part code = codePartBefore(frame, part);
        return code == null || code.isEmpty() || code.isNull()
                ? ""
                : code.text().strip();
    }

    /** @return the code because of which the system is not that of its name alone; null if it is */
    static @Nullable Part decidingCode(Frame frame, Part part, @Nullable String system) {
        NamingTable naming = frame.run().plan().naming();
        String namespace = frame.run().profile().namespace();
        boolean byName = naming.codeSystem(part.text().strip(), namespace).equals(system);
        return byName ? null : codePartBefore(frame, part);
    }

    /** @return the code beside the name of a coding system; null if there is none */
    private static @Nullable Part codePartBefore(Frame frame, Part part) {
        Part source = frame.source();
        for (int n = 3; source != null && n <= 12; n += n == 6 ? 6 : 3) {
            Part system = Lookup.child(source, n);
            if (system != null && system.offset() == part.offset() && system.endOffset() == part.endOffset()) {
                return Lookup.child(source, n - 2);
            }
        }
        return null;
    }

    /** @return the text of a piece of a composite; empty if it has none */
    static String piece(Part part, int n) {
        Part child = Lookup.child(part, n);
        return child == null || child.isEmpty() || child.isNull()
                ? ""
                : child.text().strip();
    }

    /** @return how many minutes one of a unit has; 0 if the unit is not known */
    static int minutesIn(String unit) {
        return MINUTES_IN.getOrDefault(unit.toUpperCase(Locale.ROOT), 0);
    }

    private static @Nullable String uri(NamingTable naming, Part part) {
        String id = piece(part, 2);
        return id.isEmpty() ? naming.uri(piece(part, 1), "") : naming.uri(id, piece(part, 3));
    }

    private static String text(Part part) {
        List<String> pieces = new ArrayList<>();
        for (int i = 1; i <= 30; i++) {
            Part child = Lookup.child(part, i);
            if (child == null
                    || child.endOffset() > part.endOffset()
                    || (child.isEmpty() && i > 1 && atEnd(child, part))) {
                break;
            }
            if (child.isValued()) {
                pieces.add(child == part ? child.text() : text(child));
            }
        }
        return pieces.isEmpty() ? part.text() : String.join(" ", pieces);
    }

    private static boolean atEnd(Part child, Part part) {
        return child.offset() == part.endOffset();
    }

    private static @Nullable String base64(String text) {
        String compact = compact(text);
        return isBase64(compact) ? compact : null;
    }

    // RFC 4648 §4, without or with padding; decoding a document to see whether it can be is a copy too many
    private static boolean isBase64(String text) {
        int end = text.length();
        while (end > 0 && text.length() - end < 2 && text.charAt(end - 1) == '=') {
            end--;
        }
        boolean padded = end < text.length();
        if (padded ? text.length() % 4 != 0 : end % 4 == 1) {
            return false;
        }
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            boolean digit =
                    (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
            if (!digit) {
                return false;
            }
        }
        return true;
    }

    private static String compact(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isSpace(text.charAt(i))) {
                StringBuilder compact = new StringBuilder(text.length());
                for (int j = 0; j < text.length(); j++) {
                    if (!isSpace(text.charAt(j))) {
                        compact.append(text.charAt(j));
                    }
                }
                return compact.toString();
            }
        }
        return text;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    private static @Nullable String hex(String text) {
        try {
            return Base64.getEncoder().encodeToString(HexFormat.of().parseHex(compact(text)));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static @Nullable String minutes(Part part) {
        String number = piece(part, 1);
        String unit = piece(part, 2);
        int one = unit.isEmpty() ? 1 : minutesIn(unit);
        if (!Tests.isNumber(number) || one == 0) {
            return null;
        }
        return new BigDecimal(number)
                .multiply(BigDecimal.valueOf(one))
                .stripTrailingZeros()
                .toPlainString();
    }

    private static @Nullable String day(String number) {
        return number.matches("[1-7]") ? DAYS.get(Integer.parseInt(number) - 1) : null;
    }

    // XPN.11 says the order: F is family first; given names first otherwise
    private static String name(Part part) {
        String family = piece(part, 1);
        String given = (piece(part, 2) + " " + piece(part, 3)).strip();
        List<String> pieces = piece(part, 11).equals("F")
                ? List.of(piece(part, 5), family, given, piece(part, 4))
                : List.of(piece(part, 5), given, family, piece(part, 4));
        return String.join(
                " ", pieces.stream().filter(piece -> !piece.isEmpty()).toList());
    }
}
