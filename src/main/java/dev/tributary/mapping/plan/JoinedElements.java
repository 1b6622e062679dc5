package dev.tributary.mapping.plan;

import dev.tributary.hl7.Repetition;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
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

    private record Begun(String value, Base element) {}

    private final Map<Base, Map<Slot, Begun>> begun = new IdentityHashMap<>();
    // a document of ten thousand lines is put together once, not ten thousand times
    private final Map<Base64BinaryType, ByteArrayOutputStream> lines = new IdentityHashMap<>();

    /** @return the element that the segment before began with the same value of the field; null if there is none */
    @Nullable
    Base last(Base parent, Slot slot, Occurrence at) {
        Begun last = begun.getOrDefault(parent, Map.of()).get(slot);
        return last != null && last.value().equals(value(slot, at)) ? last.element() : null;
    }

    /** A segment has begun an element. */
    void began(Base parent, Slot slot, Occurrence at, Base element) {
        begun.computeIfAbsent(parent, key -> new HashMap<>()).put(slot, new Begun(value(slot, at), element));
    }

    /** A further line of a document that has some. */
    void line(Base64BinaryType document, String text) {
        ByteArrayOutputStream all = lines.computeIfAbsent(document, key -> {
            ByteArrayOutputStream first = new ByteArrayOutputStream();
            first.writeBytes(document.getValue());
            return first;
        });
        all.write('\n');
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
