package dev.tributary.hl7;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Writes a message of our own: segments in the order given, the usual separators, UTF-8 (MSH-18 {@code UNICODE UTF-8}),
 * values escaped (HL7 v2.5.1 §2.5.3, §2.7). Trailing empty fields and components are left out.
 */
public final class MessageWriter {

    private final List<Segment> segments = new ArrayList<>();

    /**
     * @param name of a new segment at the end
     * @return to set its fields
     */
    public Segment segment(String name) {
        Segment segment = new Segment(name);
        segments.add(segment);
        return segment;
    }

    /** @return the message, segments ended by CR */
    public byte[] bytes() {
        StringBuilder out = new StringBuilder(1024);
        segments.forEach(segment -> segment.write(out));
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * HD: who assigned an identifier.
     *
     * @param namespace HD.1
     * @param universalId HD.2
     * @param universalIdType HD.3: ISO, UUID, URI
     */
    public record Authority(String namespace, String universalId, String universalIdType) {}

    /** One segment on its way; fields count from 1. MSH-1 and MSH-2 are set by themselves. */
    public static final class Segment {

        private final String name;
        private final SortedMap<Integer, String> fields = new TreeMap<>();

        private Segment(String name) {
            this.name = name;
        }

        /**
         * @param field number; set before, it gets another repetition
         * @param components unescaped; empty ones keep their place
         * @return this
         */
        public Segment add(int field, String... components) {
            String value = joined('^', components);
            if (!value.isEmpty()) {
                fields.merge(field, value, (before, after) -> before + "~" + after);
            }
            return this;
        }

        /**
         * Adds a CX, or an EI where there is no type (HL7 v2.5.1 §2.A.14, §2.A.28).
         *
         * @param field number; set before, it gets another repetition
         * @param value CX.1
         * @param authority CX.4, three subcomponents
         * @param type CX.5, empty if not known
         * @return this
         */
        public Segment addIdentifier(int field, String value, Authority authority, String type) {
            String assigner = joined('&', authority.namespace(), authority.universalId(), authority.universalIdType());
            String start = joined('^', value);
            String end = type.isEmpty() ? assigner : assigner + "^" + joined('^', type);
            String identifier = end.isEmpty() ? start : start + "^^^" + end;
            fields.merge(field, identifier, (before, after) -> before + "~" + after);
            return this;
        }

        private static String joined(char separator, String... parts) {
            int last = parts.length;
            while (last > 0 && parts[last - 1].isEmpty()) {
                last--;
            }
            return Arrays.stream(parts, 0, last)
                    .map(part -> Escapes.escape(part, Separators.DEFAULT))
                    .collect(Collectors.joining(String.valueOf(separator)));
        }

        private void write(StringBuilder out) {
            out.append(name);
            boolean header = name.equals("MSH");
            int at = 0;
            if (header) {
                out.append("|^~\\&");
                at = 2;
            }
            for (var field : fields.entrySet()) {
                while (at < field.getKey()) {
                    out.append('|');
                    at++;
                }
                out.append(field.getValue());
            }
            out.append('\r');
        }
    }
}
