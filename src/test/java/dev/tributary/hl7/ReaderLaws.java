package dev.tributary.hl7;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** What holds for the reading of any bytes. Plain comparisons, since a fuzzer asks millions of times. */
final class ReaderLaws {

    private static final Pattern ENVELOPE = Pattern.compile("(?s)(FHS|BHS|BTS|FTS)([^A-Za-z0-9].*)?");

    private ReaderLaws() {}

    /**
     * @param which names the bytes where a law is broken
     * @throws AssertionError with the law and its place
     */
    static void check(byte[] bytes, String which) {
        Hl7Message message = Hl7Reader.read(bytes, StandardCharsets.UTF_8);
        everyByteIsInASegment(bytes, message, which);
        everyCharacterIsInAField(message, which);
        everyLeafIsFoundAgain(message, which);
        HeaderPeek.of(bytes).ifPresent(header -> same(message.header(), header, which, "the header, peeked and read"));
        everyByteIsInAMessageOrAnEnvelope(bytes, which);
    }

    private static void same(Object one, Object other, String which, Object law) {
        if (!one.equals(other)) {
            throw new AssertionError(which + ": " + law + ": " + one + " and " + other);
        }
    }

    private static void everyByteIsInASegment(byte[] bytes, Hl7Message message, String which) {
        int at = HeaderPeek.start(bytes);
        for (Segment segment : message.segments()) {
            at = pastLineEnds(bytes, at);
            same(segment.byteStart(), at, which, "a segment begins where the last one ended");
            if (segment.byteEnd() <= at) {
                throw new AssertionError(which + ": an empty segment at " + at);
            }
            at = segment.byteEnd();
        }
        same(pastLineEnds(bytes, at), bytes.length, which, "the last segment ends with the message");
    }

    private static int pastLineEnds(byte[] bytes, int from) {
        int at = from;
        while (at < bytes.length && (bytes[at] == '\r' || bytes[at] == '\n')) {
            at++;
        }
        return at;
    }

    private static void everyCharacterIsInAField(Hl7Message message, String which) {
        for (Segment segment : message.segments()) {
            boolean declares = segment.name().equals("MSH")
                    || segment.name().equals("FHS")
                    || segment.name().equals("BHS");
            boolean unnamed = segment.name().equals(Segment.UNNAMED);
            int length = 0;
            for (int n = 1; n <= segment.fieldCount(); n++) {
                length += segment.field(n).raw().length();
            }
            // names and separators are all that is not in a field
            int separators =
                    unnamed || declares ? Math.max(0, segment.fieldCount() - (declares ? 2 : 1)) : segment.fieldCount();
            String name =
                    unnamed ? "" : segment.raw().substring(0, segment.raw().length() - length - separators);
            if (!name.strip().equalsIgnoreCase(unnamed ? "" : segment.name())) {
                throw new AssertionError(which + ": segment " + segment.name() + " is written as " + name);
            }
            same(length + separators + name.length(), segment.raw().length(), which, "fields fill their segment");
        }
    }

    private static void everyLeafIsFoundAgain(Hl7Message message, String which) {
        Set<FieldPath> paths = new HashSet<>();
        for (Leaf leaf : message.leaves()) {
            Part found = message.value(leaf.path());
            if (!paths.add(leaf.path().leaf())) {
                throw new AssertionError(which + ": " + leaf.path() + " twice");
            }
            same(found.offset(), leaf.value().offset(), which, leaf.path());
            same(found.raw(), leaf.value().raw(), which, leaf.path());
            same(found.text(), leaf.value().text(), which, leaf.path());
            same(FieldPath.parse(leaf.path().toString()), leaf.path(), which, "a path, written and parsed");
        }
    }

    private static void everyByteIsInAMessageOrAnEnvelope(byte[] bytes, String which) {
        Batch batch = Batch.split(bytes);
        int last = 0;
        for (BatchMessage message : batch.messages()) {
            if (message.start() < last) {
                throw new AssertionError(which + ": two messages of a batch share bytes at " + message.start());
            }
            between(bytes, last, message.start(), which);
            last = message.end();
        }
        between(bytes, last, bytes.length, which);
    }

    private static void between(byte[] bytes, int from, int to, String which) {
        String gap = new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
        for (String line : gap.split("[\r\n]")) {
            String bare = line.replaceAll("^[\\s\u00EF\u00BB\u00BF]+", "");
            if (!bare.isEmpty() && !ENVELOPE.matcher(bare).matches()) {
                throw new AssertionError(which + ": something lies between messages, at " + from);
            }
        }
    }
}
