package dev.tributary.mapping.plan;

import dev.tributary.hl7.Repetition;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.Map;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Base64BinaryType;
import org.jspecify.annotations.Nullable;

/**
 * What segments that follow one another fill together: an element whose label names a field, and the lines of a
 * document. Used by one thread, for one message.
 */
final class JoinedElements {

    /**
     * @param table whose slot it is
     * @param parent in which the element stands
     * @param value of the field that the slot's label names
     * @param last the segment that was the last to fill it
     */
    private record Begun(SlotTree table, Base parent, String value, Base element, Occurrence last) {

        Begun continuedBy(Occurrence at) {
            return new Begun(table, parent, value, element, at);
        }
    }

    private final Map<Slot, Begun> begun = new IdentityHashMap<>();
    // a document of ten thousand lines is put together once, not ten thousand times
    private final Map<Base64BinaryType, ByteArrayOutputStream> lines = new IdentityHashMap<>();
    private final Map<Base64BinaryType, Integer> emptyLines = new IdentityHashMap<>();

    /** @return the element that the segment before began with the same value of the field; null if there is none */
    @Nullable
    Base last(Base parent, Slot slot, Occurrence at) {
        Begun last = begun.get(slot);
        if (last == null || last.parent() != parent || !last.value().equals(value(slot, at))) {
            return null;
        }
        begun.put(slot, last.continuedBy(at));
        return last.element();
    }

    /** A segment has begun an element of a table. */
    void began(SlotTree table, Base parent, Slot slot, Occurrence at, Base element) {
        begun.put(slot, new Begun(table, parent, value(slot, at), element, at));
    }

    /** A table has run over a segment: what the segment did not fill has ended, as words do before a picture. */
    void ran(SlotTree table, Occurrence at) {
        if (!begun.isEmpty()) {
            begun.values().removeIf(each -> each.table() == table && each.last() != at);
        }
    }

    /** An empty line of a document that has some; one that no other follows is none. */
    void emptyLine(Base64BinaryType document) {
        emptyLines.merge(document, 1, Integer::sum);
    }

    /** A further line of a document that has some. */
    void line(Base64BinaryType document, String text) {
        ByteArrayOutputStream all = lines.computeIfAbsent(document, key -> {
            ByteArrayOutputStream first = new ByteArrayOutputStream();
            first.writeBytes(document.getValue());
            return first;
        });
        Integer empty = emptyLines.remove(document);
        for (int i = 0; i <= (empty == null ? 0 : empty); i++) {
            all.write('\n');
        }
        all.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Puts the documents together: all segments have been read. */
    void finish() {
        lines.forEach((document, text) -> document.setValue(text.toByteArray()));
    }

    private static String value(Slot slot, Occurrence at) {
        String label = slot.label();
        int dash = label.indexOf('-');
        StringBuilder value = new StringBuilder();
        if (label.startsWith(at.segment().name() + "-")) {
            for (Repetition each : at.repetitions(Integer.parseInt(label.substring(dash + 1)))) {
                value.append(each.wholeText()).append('\n');
            }
        }
        return value.toString();
    }
}
