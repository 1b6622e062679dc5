package dev.tributary.hl7;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** A whole message, read. Immutable; parts are views made when asked for. */
public final class Hl7Message {

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
        List<Leaf> leaves = new ArrayList<>();
        for (Segment segment : segments) {
            for (int n = 1; n <= segment.fieldCount(); n++) {
                addLeaves(segment, n, leaves);
            }
        }
        return leaves;
    }

    private static void addLeaves(Segment segment, int field, List<Leaf> leaves) {
        int repetition = 0;
        for (Repetition repeated : segment.field(field).repetitions()) {
            repetition++;
            List<Component> components = repeated.components();
            for (int c = 0; c < components.size(); c++) {
                List<Subcomponent> subcomponents = components.get(c).subcomponents();
                for (int s = 0; s < subcomponents.size(); s++) {
                    Subcomponent value = subcomponents.get(s);
                    if (!value.isEmpty()) {
                        int sub = subcomponents.size() == 1 ? 0 : s + 1;
                        int component = components.size() == 1 && sub == 0 ? 0 : c + 1;
                        leaves.add(new Leaf(
                                new FieldPath(segment.name(), segment.occurrence(), field, repetition, component, sub),
                                value));
                    }
                }
            }
        }
    }

    /** @return type and size, never a value */
    @Override
    public String toString() {
        return header.type() + " with " + segments.size() + " segments";
    }
}
