package dev.tributary.hl7;

import java.util.Collections;
import java.util.List;
import java.util.Map;

/** A whole message, read. Immutable; parts are views made when asked for. */
public final class Hl7Message {

    private static final int USUAL_LEAF_LENGTH = 8;
    private static final int MOST_LEAVES_EXPECTED = 4_096;

    private final MessageHeader header;
    private final Body body;
    private final List<Segment> segments;
    private final Map<String, List<Segment>> byName;
    private final List<ReadIssue> issues;

    /** Takes over the collections. */
    Hl7Message(
            MessageHeader header,
            Body body,
            List<Segment> segments,
            Map<String, List<Segment>> byName,
            List<ReadIssue> issues) {
        this.header = header;
        this.body = body;
        this.segments = List.copyOf(segments);
        this.byName = byName;
        this.issues = List.copyOf(issues);
    }

    /** @return MSH; {@link MessageHeader#NONE} where none is readable (then {@link #issues()} says so) */
    public MessageHeader header() {
        return header;
    }

    /** @return all segments in order, unnamed lines included */
    public List<Segment> segments() {
        return segments;
    }

    /** @return the segments of a name, in order; none where there is none */
    public List<Segment> segments(String name) {
        List<Segment> named = byName.get(name);
        return named == null ? List.of() : Collections.unmodifiableList(named);
    }

    /** @return everything odd that was met while reading */
    public List<ReadIssue> issues() {
        return issues;
    }

    /**
     * @param path of a repetition, component or subcomponent
     * @return what stands there; an empty part where the message has nothing there
     */
    public Part value(FieldPath path) {
        List<Segment> named = segments(path.segment());
        if (path.occurrence() > named.size()) {
            return new Repetition(body, 0, 0);
        }
        Repetition repetition =
                named.get(path.occurrence() - 1).field(path.field()).repetition(path.repetition());
        if (path.component() == 0) {
            return repetition;
        }
        Component component = repetition.component(path.component());
        return path.subcomponent() == 0 ? component : component.subcomponent(path.subcomponent());
    }

    /** @return every populated value of the message with its path, in order, MSH-1 and MSH-2 included */
    public List<Leaf> leaves() {
        LeafScan scan = new LeafScan(Math.min(body.text().length() / USUAL_LEAF_LENGTH, MOST_LEAVES_EXPECTED));
        for (Segment segment : segments) {
            int last = segment.fieldCount();
            for (int n = 1; n <= last; n++) {
                scan.field(segment, n);
            }
        }
        return scan.leaves();
    }

    /** @return type and size, never a value */
    @Override
    public String toString() {
        return header.type() + " with " + segments.size() + " segments";
    }
}
