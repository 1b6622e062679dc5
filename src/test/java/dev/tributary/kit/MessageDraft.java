package dev.tributary.kit;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An invented message that a test changes until it says what the test needs. Each change gives a new draft. */
public final class MessageDraft {

    private final List<String> segments;
    private final String lineEnd;
    private final Charset charset;

    private MessageDraft(List<String> segments, String lineEnd, Charset charset) {
        this.segments = List.copyOf(segments);
        this.lineEnd = lineEnd;
        this.charset = charset;
    }

    static MessageDraft of(String... segments) {
        return new MessageDraft(List.of(segments), "\r", StandardCharsets.UTF_8);
    }

    /** Sets a whole field, raw, of the first such segment: {@code with("PID-8", "F")}; {@code OBX[2]-5} for the second. */
    public MessageDraft with(String path, String raw) {
        int dash = path.lastIndexOf('-');
        String name = path.substring(0, dash);
        int field = Integer.parseInt(path.substring(dash + 1));
        int occurrence = 1;
        if (name.endsWith("]")) {
            occurrence = Integer.parseInt(name.substring(name.indexOf('[') + 1, name.length() - 1));
            name = name.substring(0, name.indexOf('['));
        }
        List<String> changed = new ArrayList<>(segments);
        int at = indexOf(name, occurrence);
        changed.set(at, withField(segments.get(at), field, raw));
        return new MessageDraft(changed, lineEnd, charset);
    }

    /** Sets MSH-10. */
    public MessageDraft withControlId(String controlId) {
        return with("MSH-10", controlId);
    }

    /** Sets PID-3. */
    public MessageDraft withPid3(String raw) {
        return with("PID-3", raw);
    }

    /** Sets PID-5. */
    public MessageDraft withPid5(String raw) {
        return with("PID-5", raw);
    }

    /** Sets PV1-19. */
    public MessageDraft withVisitNumber(String raw) {
        return with("PV1-19", raw);
    }

    /** Sets MSH-7. */
    public MessageDraft withDateTime(String raw) {
        return with("MSH-7", raw);
    }

    /** Sets MSH-15 and MSH-16. */
    public MessageDraft withAcknowledgments(String accept, String application) {
        return with("MSH-15", accept).with("MSH-16", application);
    }

    /** Sets MSH-18 and encodes the bytes by it. */
    public MessageDraft withCharset(String msh18, Charset encoding) {
        MessageDraft named = with("MSH-18", msh18);
        return new MessageDraft(named.segments, lineEnd, encoding);
    }

    /** Adds a segment at the end. */
    public MessageDraft plus(String segment) {
        List<String> changed = new ArrayList<>(segments);
        changed.add(segment);
        return new MessageDraft(changed, lineEnd, charset);
    }

    /** Drops every segment of a name. */
    public MessageDraft without(String name) {
        return new MessageDraft(
                segments.stream().filter(s -> !s.startsWith(name)).toList(), lineEnd, charset);
    }

    /** Ends the segments otherwise than with CR. */
    public MessageDraft withLineEnd(String end) {
        return new MessageDraft(segments, end, charset);
    }

    /** @return the message, the last segment ended too */
    public String text() {
        return String.join(lineEnd, segments) + lineEnd;
    }

    /** @return the message in its character set, UTF-8 unless changed */
    public byte[] bytes() {
        return text().getBytes(charset);
    }

    /** @return the message between the start block and the end block of MLLP */
    public byte[] framed() {
        byte[] body = bytes();
        byte[] frame = new byte[body.length + 3];
        frame[0] = 0x0B;
        System.arraycopy(body, 0, frame, 1, body.length);
        frame[body.length + 1] = 0x1C;
        frame[body.length + 2] = 0x0D;
        return frame;
    }

    private int indexOf(String name, int occurrence) {
        int seen = 0;
        for (int i = 0; i < segments.size(); i++) {
            if (segments.get(i).startsWith(name) && ++seen == occurrence) {
                return i;
            }
        }
        throw new IllegalArgumentException("no segment " + name + "[" + occurrence + "] in this message");
    }

    private static String withField(String segment, int field, String raw) {
        // MSH-1 is the separator itself, so MSH counts one less
        int index = segment.startsWith("MSH") ? field - 1 : field;
        List<String> fields = new ArrayList<>(Arrays.asList(segment.split("\\|", -1)));
        while (fields.size() <= index) {
            fields.add("");
        }
        fields.set(index, raw);
        return String.join("|", fields);
    }
}
