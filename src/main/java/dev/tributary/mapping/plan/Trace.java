package dev.tributary.mapping.plan;

import dev.tributary.hl7.Part;
import dev.tributary.mapping.LineageEntry.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.hl7.fhir.r4.model.Base;
import org.jspecify.annotations.Nullable;

/** What rows did, noted while they run, so that lineage can be told at the end. */
final class Trace {

    /**
     * One thing a row did.
     *
     * @param kind of it
     * @param occurrence the segment
     * @param from offset of the source in the message's text; -1 for the whole segment
     * @param to end of the source, exclusive
     * @param row id of the row
     * @param element written; null if none
     * @param codeLine of a code table; empty if none
     * @param reason why it is ignored; empty if it is not
     */
    record Step(
            Kind kind,
            Occurrence occurrence,
            int from,
            int to,
            String row,
            @Nullable Base element,
            String codeLine,
            String reason) {}

    private final List<Step> steps = new ArrayList<>();
    private final Consumer<String> ran;

    /** @param ran hears of each row that runs */
    Trace(Consumer<String> ran) {
        this.ran = ran;
    }

    void ran(String row) {
        ran.accept(row);
    }

    List<Step> steps() {
        return steps;
    }

    void note(
            Kind kind,
            Occurrence at,
            @Nullable Part part,
            boolean all,
            String row,
            @Nullable Base element,
            String line) {
        int from = part == null ? -1 : part.offset();
        int to = part == null ? -1 : all ? Math.max(part.endOffset(), from + 1) : from + 1;
        steps.add(new Step(kind, at, from, to, row, element, line, ""));
    }

    void ignored(Occurrence at, int from, int to, String row, String reason) {
        steps.add(new Step(Kind.IGNORED, at, from, to, row, null, "", reason));
    }
}
