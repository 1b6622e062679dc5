package dev.tributary.hl7;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One message in the course of being read. */
final class Reading {

    private static final int USUAL_FIELD_LENGTH = 5;
    // a message of fifty megabytes is one document, not ten million fields: the index grows as it finds some
    private static final int MOST_FIELDS_EXPECTED = 4_096;

    private final byte[] bytes;
    private final Charset fallback;
    private final MessageHeader header;
    private final Charset charset;
    private final Issues issues = new Issues();
    private final List<Line> lines = new ArrayList<>();
    private final List<Segment> segments = new ArrayList<>();
    private final Map<String, List<Segment>> byName = new HashMap<>();
    private final FieldIndex index;
    private final Body body;

    Reading(byte[] bytes, Charset fallback) {
        this.bytes = bytes;
        this.fallback = fallback;
        Optional<MessageHeader> peeked = HeaderPeek.of(bytes, fallback);
        this.header = peeked.orElse(MessageHeader.NONE);
        this.charset = CharacterSets.choose(header.characterSets(), fallback);
        this.index = new FieldIndex(Math.min(bytes.length / USUAL_FIELD_LENGTH, MOST_FIELDS_EXPECTED));
        if (peeked.isEmpty()) {
            report(ReadIssueKind.NO_HEADER, "", "no readable MSH; the lines are read with the usual delimiters |^~\\&");
        }
        reportCharacterSets();
        this.body = new Body(decode(), header.separators(), charset);
    }

    Hl7Message message() {
        EscapeCheck escapes = new EscapeCheck(body, issues);
        for (Line line : lines) {
            Segment segment = segment(line);
            escapes.check(segment, line);
        }
        return new Hl7Message(header, body, segments, byName, issues.all());
    }

    private void reportCharacterSets() {
        for (String word : header.characterSets()) {
            if (!word.isEmpty() && CharacterSets.named(word).isEmpty()) {
                report(
                        ReadIssueKind.CHARSET_UNKNOWN,
                        "MSH-18",
                        "not in HL7 table 0211 as far as this Java knows it; read as " + charset.name());
            } else if (word.toUpperCase(Locale.ROOT).contains("UTF-16")
                    || word.toUpperCase(Locale.ROOT).contains("UTF-32")) {
                report(
                        ReadIssueKind.CHARSET_UNKNOWN,
                        "MSH-18",
                        "the bytes are not of a two- or four-byte set; read as " + charset.name());
            }
        }
    }

    // ---- bytes to text and lines

    private String decode() {
        boolean plain = CharacterSets.keepsAscii(charset);
        int sum = 0;
        boolean nul = false;
        for (byte b : bytes) {
            sum |= b;
            nul |= b == 0;
        }
        if (nul) {
            report(ReadIssueKind.NUL_CHARACTER, "", "NUL bytes within the message; kept");
        }
        if (sum >= 0 && plain) {
            split(null);
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
        StringBuilder text = new StringBuilder(bytes.length);
        split(text);
        return text.toString();
    }

    /** Finds the lines; with a text, decodes each into it, otherwise a character is a byte. */
    private void split(@Nullable StringBuilder text) {
        int from = HeaderPeek.start(bytes);
        for (int at = from; at <= bytes.length; at++) {
            if (at < bytes.length && bytes[at] != '\r' && bytes[at] != '\n') {
                continue;
            }
            if (at > from) {
                lines.add(text == null ? new Line(from, at, from, at) : decoded(from, at, text));
            }
            from = at + 1;
        }
    }

    private Line decoded(int from, int to, StringBuilder text) {
        DecodedText decoded = DecodedText.of(bytes, from, to, charset);
        if (decoded.badBytes() > 0) {
            decoded = lessBad(decoded, from, to);
        }
        int start = text.length();
        text.append(decoded.text());
        return new Line(from, to, start, text.length());
    }

    /** Eight-bit bytes under a declared ASCII are mostly the feed's own character set. */
    private DecodedText lessBad(DecodedText decoded, int from, int to) {
        DecodedText second = charset.equals(StandardCharsets.US_ASCII) && CharacterSets.keepsAscii(fallback)
                ? DecodedText.of(bytes, from, to, fallback)
                : decoded;
        boolean better = second.badBytes() == 0;
        report(
                ReadIssueKind.BYTES_UNDECODABLE,
                "",
                decoded.badBytes() + " bytes from byte " + decoded.firstBad() + " on (line " + (lines.size() + 1)
                        + ") are not " + charset.name() + "; read as "
                        + (better ? fallback.name() : StandardCharsets.ISO_8859_1.name()));
        return better ? second : decoded;
    }

    // ---- lines to segments

    private Segment segment(Line line) {
        String text = body.text();
        int nameAt = line.start();
        while (nameAt < line.end() && (text.charAt(nameAt) == ' ' || text.charAt(nameAt) == '\t')) {
            nameAt++;
        }
        String name = name(text, nameAt, line);
        int first = index.size();
        char separator = body.separators().field();
        for (int at = line.start(); at < line.end(); at++) {
            if (text.charAt(at) == separator) {
                index.add(at);
            }
        }
        List<Segment> same = byName.computeIfAbsent(name, unused -> new ArrayList<>(2));
        Segment segment =
                new Segment(body, name, segments.size() + 1, same.size() + 1, line, index, first, index.size() - first);
        same.add(segment);
        segments.add(segment);
        reportName(segment, text, nameAt, line);
        return segment;
    }

    private String name(String text, int at, Line line) {
        boolean named = at + 3 <= line.end()
                && SegmentNames.isName(text, at)
                && (at + 3 == line.end()
                        || text.charAt(at + 3) == body.separators().field());
        if (!named) {
            return Segment.UNNAMED;
        }
        String name = SegmentNames.at(text, at);
        return SegmentNames.isUpper(text, at) ? name : name.toUpperCase(Locale.ROOT);
    }

    private void reportName(Segment segment, String text, int nameAt, Line line) {
        String where = segment.toString();
        if (segment.name().equals(Segment.UNNAMED)) {
            report(
                    ReadIssueKind.SEGMENT_UNNAMED,
                    where,
                    "line " + segment.position() + " begins with no segment name; kept (a line break within a field?)");
            return;
        }
        if (nameAt > line.start() || !SegmentNames.isUpper(text, nameAt)) {
            report(ReadIssueKind.SEGMENT_NAME, where, "the segment name is in lower case or after white space");
        }
        if (segment.name().equals("MSH")) {
            if (segment.occurrence() > 1) {
                report(ReadIssueKind.SECOND_HEADER, where, "a second MSH: two messages in one frame?");
            } else {
                reportDelimiters(segment);
            }
        }
    }

    private void reportDelimiters(Segment msh) {
        String declared = msh.field(2).raw();
        Separators separators = header.separators();
        String meant =
                "" + separators.component() + separators.repetition() + separators.escape() + separators.subcomponent();
        boolean asMeant = declared.length() == 4 && declared.equals(meant)
                || declared.length() == 5 && declared.startsWith(meant) && Separators.canDelimit(declared.charAt(4));
        if (!asMeant) {
            report(
                    ReadIssueKind.DELIMITERS,
                    "MSH-2",
                    declared.length()
                            + " characters where four are usual; a missing escape or subcomponent separator is none");
        }
    }

    private void report(ReadIssueKind kind, String where, String detail) {
        issues.add(kind, where, detail);
    }
}
