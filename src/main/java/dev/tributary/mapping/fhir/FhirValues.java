package dev.tributary.mapping.fhir;

import dev.tributary.vocabulary.Oid;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** HL7 texts as values of R4's primitive types; digits, precision and characters stay. */
public final class FhirValues {

    private static final int MOST_INTEGER_DIGITS = 10;
    private static final int MOST_ID_CHARACTERS = 64;
    private static final String OID = "urn:oid:";

    private FhirValues() {}

    /** How texts become values of one primitive type. */
    public interface Form {

        /** @return the value as R4 writes it; null if the text is not of the type */
        @Nullable
        String of(String text, ZoneId zone);
    }

    /** @return the value as R4 writes it; null if the text is not of the type */
    public static @Nullable String of(String text, String type, ZoneId zone) {
        return form(type).of(text, zone);
    }

    /** @return how texts become values of a type; nothing becomes one of a type that is no primitive */
    public static Form form(String type) {
        return switch (type) {
            case "string", "markdown" -> (text, zone) -> text.isBlank() ? null : withoutControls(text);
            case "code" -> (text, zone) -> code(text);
            case "uri", "url", "canonical" -> (text, zone) -> withoutSpace(text.strip());
            case "boolean" -> (text, zone) -> bool(text.strip());
            case "decimal" -> (text, zone) -> decimal(text.strip());
            case "integer" -> (text, zone) -> integer(text.strip(), Integer.MIN_VALUE);
            case "unsignedInt" -> (text, zone) -> integer(text.strip(), 0);
            case "positiveInt" -> (text, zone) -> integer(text.strip(), 1);
            case "dateTime" -> (text, zone) -> FhirTimes.dateTime(text.strip(), zone);
            case "date" -> (text, zone) -> FhirTimes.date(text.strip());
            case "instant" -> (text, zone) -> FhirTimes.instant(text.strip(), zone);
            case "time" -> (text, zone) -> FhirTimes.time(text.strip());
            case "base64Binary" ->
                (text, zone) -> Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
            case "id" -> (text, zone) -> isId(text.strip()) ? text.strip() : null;
            case "oid" -> (text, zone) -> isOidUri(text.strip()) ? text.strip() : null;
            case "uuid" -> (text, zone) -> text.strip().startsWith("urn:uuid:") ? text.strip() : null;
            default -> (text, zone) -> null;
        };
    }

    // R4 §2.24.0.1: no characters below U+0020 but tab, CR and LF
    private static String withoutControls(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isControl(text.charAt(i))) {
                StringBuilder clean = new StringBuilder(text.length());
                text.chars().forEach(c -> clean.append(isControl((char) c) ? ' ' : (char) c));
                return clean.toString();
            }
        }
        return text;
    }

    private static boolean isControl(char c) {
        return c < ' ' && c != '\t' && c != '\n' && c != '\r';
    }

    // R4: no white space at the ends, single spaces within
    private static @Nullable String code(String text) {
        String code = text.strip();
        if (code.indexOf(' ') >= 0 || code.indexOf('\t') >= 0 || code.indexOf('\n') >= 0) {
            code = singleSpaced(code);
        }
        return code.isEmpty() ? null : code;
    }

    private static String singleSpaced(String text) {
        StringBuilder single = new StringBuilder(text.length());
        boolean space = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isSpace(c)) {
                single.append(c);
            } else if (!space) {
                single.append(' ');
            }
            space = isSpace(c);
        }
        return single.toString();
    }

    private static @Nullable String withoutSpace(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isSpace(text.charAt(i))) {
                return null;
            }
        }
        return text.isEmpty() ? null : text;
    }

    private static boolean isSpace(char c) {
        return c == ' ' || (c >= '\t' && c <= '\r');
    }

    private static @Nullable String bool(String text) {
        return switch (text) {
            case "Y", "y", "true", "TRUE", "True" -> "true";
            case "N", "n", "false", "FALSE", "False" -> "false";
            default -> null;
        };
    }

    // [+-]digits[.digits], at least one digit in all
    private static @Nullable String decimal(String text) {
        int from = isSigned(text) ? 1 : 0;
        int point = digitsEnd(text, from);
        int end = point < text.length() && text.charAt(point) == '.' ? digitsEnd(text, point + 1) : point;
        int digits = (point - from) + Math.max(0, end - point - 1);
        if (end != text.length() || digits == 0) {
            return null;
        }
        if (isPlain(text, from, point, end)) {
            return text.charAt(0) == '+' ? text.substring(1) : text;
        }
        String whole = text.substring(from, point);
        String fraction = point < end ? text.substring(point + 1, end) : "";
        // FHIR's JSON knows no leading zeros
        String plain = new BigDecimal((whole.isEmpty() ? "0" : whole) + (fraction.isEmpty() ? "" : "." + fraction))
                .toPlainString();
        return text.charAt(0) == '-' ? "-" + plain : plain;
    }

    // whether a number is written as FHIR writes it: no leading zeros, no point without digits around it
    private static boolean isPlain(String text, int from, int point, int end) {
        boolean whole = point - from == 1 || (point - from > 1 && text.charAt(from) != '0');
        return whole && (point == end || end - point > 1);
    }

    private static @Nullable String integer(String text, int least) {
        int from = isSigned(text) ? 1 : 0;
        int digits = text.length() - from;
        if (digits < 1 || digits > MOST_INTEGER_DIGITS || digitsEnd(text, from) != text.length()) {
            return null;
        }
        long number = Long.parseLong(text);
        return number >= least && number <= Integer.MAX_VALUE ? Long.toString(number) : null;
    }

    private static boolean isSigned(String text) {
        return !text.isEmpty() && (text.charAt(0) == '+' || text.charAt(0) == '-');
    }

    private static int digitsEnd(String text, int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isId(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean fits = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || isDigit(c) || c == '-' || c == '.';
            if (!fits) {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= MOST_ID_CHARACTERS;
    }

    private static boolean isOidUri(String text) {
        return text.startsWith(OID) && Oid.isOid(text.substring(OID.length()));
    }
}
