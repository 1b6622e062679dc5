package dev.tributary.hl7;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Changes a copy of a message: fields, components, whole segments. What is not changed stays byte for byte, odd bytes, line
 * ends and all; the bytes handed in are never touched (invariant 2). Used by one thread.
 */
public final class MessageEditor {

    /** One line and the line end that follows it. */
    private record EditedLine(String name, String text, String end) {}

    private final byte[] original;
    private final Charset charset;
    private final Separators separators;
    private final String before;
    private final List<EditedLine> lines = new ArrayList<>();
    private boolean changed;

    private MessageEditor(byte[] bytes, Charset declared, Separators separators) {
        this.original = bytes;
        this.separators = separators;
        int start = HeaderPeek.start(bytes);
        DecodedText decoded = DecodedText.of(bytes, start, bytes.length, declared);
        // what cannot be encoded again as it was is edited byte by byte
        boolean exact = decoded.badBytes() == 0
                && Arrays.equals(decoded.text().getBytes(declared), Arrays.copyOfRange(bytes, start, bytes.length));
        this.charset = exact ? declared : StandardCharsets.ISO_8859_1;
        this.before = new String(bytes, 0, start, StandardCharsets.ISO_8859_1);
        split(exact ? decoded.text() : new String(bytes, start, bytes.length - start, StandardCharsets.ISO_8859_1));
    }

    /**
     * @param bytes a message, or anything else: then there is little to find in it
     * @param fallback the feed's character set, for messages without MSH-18
     * @return an editor of a copy
     */
    public static MessageEditor of(byte[] bytes, Charset fallback) {
        Optional<MessageHeader> header = HeaderPeek.of(bytes, fallback);
        Charset declared =
                CharacterSets.choose(header.map(MessageHeader::characterSets).orElse(List.of()), fallback);
        return new MessageEditor(
                bytes, declared, header.map(MessageHeader::separators).orElse(Separators.DEFAULT));
    }

    /** @return the delimiters of the message */
    public Separators separators() {
        return separators;
    }

    /** @return how many segments of a name there are */
    public int count(String segment) {
        return (int) lines.stream().filter(line -> line.name().equals(segment)).count();
    }

    /** @return how many repetitions a field has, empty ones included; 0 if it is empty or not there */
    public int repetitions(String segment, int occurrence, int field) {
        String raw = field(segment, occurrence, field);
        return raw.isEmpty() ? 0 : split(raw, separators.repetition()).size();
    }

    /** @return a whole field as sent, all repetitions; empty if it is not there */
    public String field(String segment, int occurrence, int field) {
        int at = find(segment, occurrence);
        if (at < 0) {
            return "";
        }
        if (field == 1 && SegmentNames.declaresDelimiters(segment)) {
            return String.valueOf(separators.field());
        }
        return piece(split(lines.get(at).text(), separators.field()), index(segment, field));
    }

    /** @return what stands at a path, as sent, with delimiters and escape sequences; empty if nothing does */
    public String raw(FieldPath path) {
        String repetition = piece(
                split(field(path.segment(), path.occurrence(), path.field()), separators.repetition()),
                path.repetition() - 1);
        if (path.component() == 0) {
            return repetition;
        }
        String component = piece(split(repetition, separators.component()), path.component() - 1);
        return path.subcomponent() == 0
                ? component
                : piece(split(component, separators.subcomponent()), path.subcomponent() - 1);
    }

    /**
     * Replaces what stands at a path; what is missing before it is added empty.
     *
     * @param path of a repetition, component or subcomponent
     * @param raw the new content, delimiters and escape sequences as they shall stand
     * @return false if the message has no such segment or no separator for subcomponents: then nothing changes
     */
    public boolean set(FieldPath path, String raw) {
        if (path.subcomponent() > 1 && separators.subcomponent() == '\0') {
            return false;
        }
        String repetition =
                raw(new FieldPath(path.segment(), path.occurrence(), path.field(), path.repetition(), 0, 0));
        String inside = raw;
        if (path.component() > 0) {
            String component = raw;
            if (path.subcomponent() > 0) {
                String whole = piece(split(repetition, separators.component()), path.component() - 1);
                component = replaced(whole, separators.subcomponent(), path.subcomponent() - 1, raw);
            }
            inside = replaced(repetition, separators.component(), path.component() - 1, component);
        }
        String field = field(path.segment(), path.occurrence(), path.field());
        return setField(
                path.segment(),
                path.occurrence(),
                path.field(),
                replaced(field, separators.repetition(), path.repetition() - 1, inside));
    }

    /**
     * Replaces a whole field, all repetitions.
     *
     * @return false if the message has no such segment, or the field declares delimiters (MSH-1, MSH-2): then nothing
     *     changes
     */
    public boolean setField(String segment, int occurrence, int field, String raw) {
        int at = find(segment, occurrence);
        if (at < 0 || (field <= 2 && SegmentNames.declaresDelimiters(segment))) {
            return false;
        }
        EditedLine line = lines.get(at);
        String text = replaced(line.text(), separators.field(), index(segment, field), raw);
        replace(at, new EditedLine(line.name(), text, line.end()));
        return true;
    }

    /** Puts a segment behind the last of a name; at the end where there is none of that name or the name is empty. */
    public void insertAfter(String name, String segment) {
        int at = lines.size();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).name().equals(name)) {
                at = i + 1;
            }
        }
        if (at > 0 && lines.get(at - 1).end().isEmpty()) {
            EditedLine last = lines.get(at - 1);
            lines.set(at - 1, new EditedLine(last.name(), last.text(), "\r"));
        }
        lines.add(at, new EditedLine(name(segment), segment, "\r"));
        changed = true;
    }

    /**
     * Takes a segment away.
     *
     * @return false if there is none
     */
    public boolean remove(String segment, int occurrence) {
        int at = find(segment, occurrence);
        if (at < 0) {
            return false;
        }
        lines.remove(at);
        changed = true;
        return true;
    }

    /** @return the names of all segments in order; empty for lines without one */
    public List<String> names() {
        return lines.stream().map(EditedLine::name).toList();
    }

    /** @return the number of fields of a segment that were sent */
    public int fields(String segment, int occurrence) {
        int at = find(segment, occurrence);
        if (at < 0) {
            return 0;
        }
        int pieces = split(lines.get(at).text(), separators.field()).size();
        return SegmentNames.declaresDelimiters(segment) ? pieces : pieces - 1;
    }

    /** @return the message as it is now; the very bytes handed in where nothing was changed */
    public byte[] bytes() {
        if (!changed) {
            return original;
        }
        StringBuilder text = new StringBuilder(original.length + 64);
        for (EditedLine line : lines) {
            text.append(line.text()).append(line.end());
        }
        byte[] head = before.getBytes(StandardCharsets.ISO_8859_1);
        byte[] body = text.toString().getBytes(charset);
        byte[] all = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        return all;
    }

    /**
     * Ends lines where a sender's own mark stands between segments; elsewhere the mark is text and stays.
     *
     * @param mark what the sender puts there
     * @return whether it was found
     */
    public boolean endLinesAt(String mark) {
        StringBuilder whole = new StringBuilder();
        lines.forEach(line -> whole.append(line.text()).append(line.end()));
        String text = whole.toString();
        StringBuilder ended = new StringBuilder();
        int from = 0;
        for (int at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + mark.length())) {
            int next = at + mark.length();
            if (next == text.length()
                    || !name(text.substring(next, Math.min(text.length(), next + 4)))
                            .isEmpty()) {
                ended.append(text, from, at).append('\r');
                from = next;
            }
        }
        if (from == 0) {
            return false;
        }
        lines.clear();
        split(ended.append(text, from, text.length()).toString());
        changed = true;
        return true;
    }

    /**
     * Joins each line without a segment name to the one above.
     *
     * @param between what stands between the two
     * @return whether there was one
     */
    public boolean joinUnnamed(String between) {
        boolean joined = false;
        for (int i = 1; i < lines.size(); i++) {
            EditedLine line = lines.get(i);
            if (line.name().isEmpty()) {
                EditedLine above = lines.get(i - 1);
                lines.set(i - 1, new EditedLine(above.name(), above.text() + between + line.text(), line.end()));
                lines.remove(i);
                i--;
                joined = true;
            }
        }
        changed |= joined;
        return joined;
    }

    private void split(String text) {
        int from = 0;
        while (from < text.length()) {
            int to = from;
            while (to < text.length() && text.charAt(to) != '\r' && text.charAt(to) != '\n') {
                to++;
            }
            int end = to;
            while (end < text.length() && (text.charAt(end) == '\r' || text.charAt(end) == '\n')) {
                end++;
            }
            String line = text.substring(from, to);
            lines.add(new EditedLine(name(line), line, text.substring(to, end)));
            from = end;
        }
    }

    private void replace(int at, EditedLine line) {
        if (!lines.get(at).equals(line)) {
            lines.set(at, line);
            changed = true;
        }
    }

    private int find(String segment, int occurrence) {
        int seen = 0;
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).name().equals(segment) && ++seen == occurrence) {
                return i;
            }
        }
        return -1;
    }

    private String name(String line) {
        String bare = line.stripLeading();
        boolean named = bare.length() >= 3
                && SegmentNames.isName(bare, 0)
                && (bare.length() == 3 || bare.charAt(3) == separators.field());
        return named ? bare.substring(0, 3).toUpperCase(Locale.ROOT) : "";
    }

    private static int index(String segment, int field) {
        // MSH-1 is the separator itself, so the delimiting segments count one less
        return SegmentNames.declaresDelimiters(segment) ? field - 1 : field;
    }

    private static String replaced(String whole, char delimiter, int index, String by) {
        if (delimiter == '\0') {
            return by;
        }
        List<String> pieces = whole.isEmpty() ? new ArrayList<>() : split(whole, delimiter);
        while (pieces.size() <= index) {
            pieces.add("");
        }
        pieces.set(index, by);
        return String.join(String.valueOf(delimiter), pieces);
    }

    private static String piece(List<String> pieces, int index) {
        return index < pieces.size() ? pieces.get(index) : "";
    }

    private static List<String> split(String text, char delimiter) {
        List<String> pieces = new ArrayList<>();
        int from = 0;
        int at = delimiter == '\0' ? -1 : text.indexOf(delimiter);
        while (at >= 0) {
            pieces.add(text.substring(from, at));
            from = at + 1;
            at = text.indexOf(delimiter, from);
        }
        pieces.add(text.substring(from));
        return pieces;
    }
}
