package dev.tributary.mapping.fhir;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** HL7 texts as values of R4's primitive types; digits, precision and characters stay. */
public final class FhirValues {

    private static final Pattern NUMBER = Pattern.compile("([+-]?)([0-9]*)(?:\\.([0-9]*))?");
    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]{1,10}");
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9\\-.]{1,64}");
    private static final Pattern OID = Pattern.compile("urn:oid:[0-2](\\.(0|[1-9][0-9]*))+");
    private static final Pattern SPACES = Pattern.compile("\\s+");

    private FhirValues() {}

    /** @return the value as R4 writes it; null if the text is not of the type */
    public static @Nullable String of(String text, String type, ZoneId zone) {
        return switch (type) {
            case "string", "markdown" -> text.isBlank() ? null : withoutControls(text);
            case "code" -> code(text);
            case "uri", "url", "canonical" -> withoutSpace(text.strip());
            case "boolean" -> bool(text.strip());
            case "decimal" -> decimal(text.strip());
            case "integer" -> integer(text.strip(), Integer.MIN_VALUE);
            case "unsignedInt" -> integer(text.strip(), 0);
            case "positiveInt" -> integer(text.strip(), 1);
            case "dateTime" -> Hl7Time.dateTime(text.strip(), zone);
            case "date" -> Hl7Time.date(text.strip());
            case "instant" -> Hl7Time.instant(text.strip(), zone);
            case "time" -> Hl7Time.time(text.strip());
            case "base64Binary" -> Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
            case "id" -> ID.matcher(text.strip()).matches() ? text.strip() : null;
            case "oid" -> OID.matcher(text.strip()).matches() ? text.strip() : null;
            case "uuid" -> text.strip().startsWith("urn:uuid:") ? text.strip() : null;
            default -> null;
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
            code = SPACES.matcher(code).replaceAll(" ");
        }
        return code.isEmpty() ? null : code;
    }

    private static @Nullable String withoutSpace(String text) {
        return text.isEmpty() || SPACES.matcher(text).find() ? null : text;
    }

    private static @Nullable String bool(String text) {
        return switch (text) {
            case "Y", "y", "true", "TRUE", "True" -> "true";
            case "N", "n", "false", "FALSE", "False" -> "false";
            default -> null;
        };
    }

    private static @Nullable String decimal(String text) {
        var parts = NUMBER.matcher(text);
        if (!parts.matches()) {
            return null;
        }
        String whole = parts.group(2);
        String fraction = parts.group(3) == null ? "" : parts.group(3);
        if (whole.isEmpty() && fraction.isEmpty()) {
            return null;
        }
        String digits = (whole.isEmpty() ? "0" : whole) + (fraction.isEmpty() ? "" : "." + fraction);
        // FHIR's JSON knows no leading zeros
        String plain = new BigDecimal(digits).toPlainString();
        return parts.group(1).equals("-") ? "-" + plain : plain;
    }

    private static @Nullable String integer(String text, int least) {
        if (!INTEGER.matcher(text).matches()) {
            return null;
        }
        long number = Long.parseLong(text);
        return number >= least && number <= Integer.MAX_VALUE ? Long.toString(number) : null;
    }
}
