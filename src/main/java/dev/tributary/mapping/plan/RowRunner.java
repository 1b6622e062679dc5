package dev.tributary.mapping.plan;

import dev.tributary.hl7.Part;
import dev.tributary.hl7.Repetition;
import dev.tributary.mapping.LineageEntry.Kind;
import dev.tributary.mapping.MappingIssue;
import dev.tributary.mapping.plan.RowPlan.Action;
import dev.tributary.mapping.plan.RowPlan.LocalLink;
import dev.tributary.vocabulary.CodeMap;
import dev.tributary.vocabulary.NamingTable;
import java.util.List;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Base64BinaryType;
import org.hl7.fhir.r4.model.Reference;
import org.jspecify.annotations.Nullable;

/** Runs the rows of tables. */
final class RowRunner {

    private final Run run;
    private final ValueWriter writer;
    private final Translator translator;

    RowRunner(Run run, NamingTable naming) {
        this.run = run;
        this.translator = new Translator(run, naming);
        this.writer = new ValueWriter(run, translator);
    }

    /** Runs a segment table; its rows of the whole segment wait until the message has been read. */
    void run(Frame frame, TablePlan table) {
        List<RowPlan> rows = table.rows();
        for (int i = 0; i < rows.size(); i++) {
            ofSegment(frame, rows.get(i));
        }
        run.joined().ran(table.slots(), frame.at());
        links(frame, table.linkedRows());
    }

    /** Runs the rows of the whole segment or type, which complete what is there. */
    void wholeRows(Frame frame, TablePlan table) {
        List<RowPlan> rows = table.wholeRows();
        for (int i = 0; i < rows.size(); i++) {
            if (rows.get(i).when().holds(frame, null)) {
                whole(frame, rows.get(i));
            }
        }
        links(frame, table.linkedWholeRows());
    }

    /** Writes a constant of a link. */
    void constant(Frame frame, Slot target, int repetition, String value, String row) {
        writer.constant(frame, target, repetition, target.listAbove(), value, row);
    }

    private void ofSegment(Frame frame, RowPlan row) {
        Occurrence at = row.source().occurrence(frame);
        if (at == null) {
            return;
        }
        List<Repetition> repetitions = at.repetitions(row.field());
        int only = row.source().ref().repetition();
        boolean done = false;
        boolean empty = true;
        for (int i = 0; i < repetitions.size(); i++) {
            if (only > 0 && i != only - 1) {
                continue;
            }
            Repetition repetition = repetitions.get(i);
            Part part = row.source().descend(repetition);
            if (part == null || part.isEmpty()) {
                continue;
            }
            empty = false;
            boolean writes = !(row.action() instanceof Action.Ignore);
            if (done && writes && !row.repeats()) {
                boolean carries = !isLines(row) && !(row.action() instanceof Action.Constant);
                if (carries && part.isValued() && row.when().holds(frame, repetition)) {
                    String detail = "the element takes one value and the field has several";
                    run.issue(MappingIssue.Kind.NOT_CARRIED, frame, part, row.id(), detail, null);
                }
                continue;
            }
            done |= apply(frame, row, part, repetition, row.repeats() ? i : 0);
        }
        if (empty && isLines(row)) {
            emptyLine(frame, row);
        }
    }

    // between two lines of one document nothing is a line too
    private void emptyLine(Frame frame, RowPlan row) {
        Slot target = row.target();
        Slot joined = target;
        while (joined != null && !joined.isJoined()) {
            joined = joined.parent();
        }
        Slot above = joined == null ? null : joined.parent();
        Base parent = above == null ? null : frame.peek(above, 0);
        if (target == null || joined == null || parent == null || !row.when().holds(frame, null)) {
            return;
        }
        boolean begun = run.joined().last(parent, joined, frame.at()) != null;
        if (begun && frame.obtain(target, 0, row.pivot()) instanceof Base64BinaryType document && document.hasValue()) {
            run.joined().emptyLine(document);
        }
    }

    private static boolean isLines(RowPlan row) {
        return row.action() instanceof Action.Convert convert && convert.as() == Conversion.LINES;
    }

    private void ofValue(Frame frame, RowPlan row, Part value) {
        SourceRef ref = row.source().ref();
        Part part = ref.component() == 0 ? value : frame.piece(ref.component(), ref.subcomponent());
        if (part != null && !part.isEmpty()) {
            apply(frame, row, part, part, 0);
        }
    }

    private boolean apply(Frame frame, RowPlan row, Part part, Part current, int repetition) {
        if (part.isNull()) {
            if (row.when().mayHold(frame, current)) {
                Deletions.note(run, frame, row, part);
            }
            return false;
        }
        if (!part.isValued() || !row.when().holds(frame, current)) {
            return false;
        }
        ran(row);
        Action action = row.action();
        if (action instanceof Action.Use use) {
            use(frame, row, use.table(), part, repetition);
        } else if (action instanceof Action.Convert convert) {
            convert(frame, row, convert.as(), part, repetition);
        } else if (action instanceof Action.Constant constant) {
            writer.write(frame, row, repetition, part, constant.value(), Kind.CONSTANT, null);
        } else if (action instanceof Action.Assign assign) {
            assign(frame, row, assign, part, current, repetition);
        } else if (action instanceof Action.Ignore ignore && run.trace() != null) {
            run.trace().ignored(frame.at(), part.offset(), part.endOffset(), row.id(), ignore.reason());
        }
        return true;
    }

    private void ran(RowPlan row) {
        Trace trace = run.trace();
        if (trace != null) {
            trace.ran(row.id());
        }
    }

    private void whole(Frame frame, RowPlan row) {
        ran(row);
        Part source = frame.source();
        if (row.action() instanceof Action.Constant constant) {
            writer.write(frame, row, 0, source, constant.value(), Kind.CONSTANT, null);
        } else if (row.action() instanceof Action.Assign assign) {
            assign(frame, row, assign, source, source, 0);
        } else if (source != null && row.action() instanceof Action.Use use) {
            use(frame, row, use.table(), source, 0);
        } else if (source != null && row.action() instanceof Action.Convert convert) {
            convert(frame, row, convert.as(), source, 0);
        } else if (row.action() instanceof Action.Ignore ignore && run.trace() != null) {
            run.trace().ignored(frame.at(), 0, Integer.MAX_VALUE, row.id(), ignore.reason());
        }
    }

    private void convert(Frame frame, RowPlan row, @Nullable Conversion as, Part part, int repetition) {
        if (as == null) {
            String text = row.undivided() ? part.wholeText() : part.text();
            writer.write(frame, row, repetition, part, text, Kind.MAPPED, null);
            return;
        }
        String text = as == Conversion.LINES ? lines(frame, row, part) : Conversions.convert(as, frame, part);
        if (text == null || !text.isEmpty()) {
            Part deciding = as == Conversion.CODE_SYSTEM ? Conversions.decidingCode(frame, part, text) : null;
            if (deciding != null) {
                writer.alsoFrom(deciding);
            }
            writer.write(frame, row, repetition, part, text == null ? part.text() : text, Kind.MAPPED, as);
        }
        writer.alsoFromNothing();
    }

    private String lines(Frame frame, RowPlan row, Part first) {
        StringBuilder lines = new StringBuilder();
        Occurrence at = row.source().occurrence(frame);
        for (Repetition each : at == null ? List.<Repetition>of() : at.repetitions(row.field())) {
            Part part = row.source().descend(each);
            lines.append(lines.isEmpty() ? "" : "\n").append(part == null || part.isNull() ? "" : part.wholeText());
            if (part != null && part != first && part.isValued()) {
                writer.alsoFrom(part);
            }
        }
        return lines.toString();
    }

    private void assign(
            Frame frame,
            RowPlan row,
            Action.Assign assign,
            @Nullable Part part,
            @Nullable Part current,
            int repetition) {
        StringBuilder text = new StringBuilder();
        for (Object piece : assign.pieces()) {
            if (piece instanceof Lookup lookup) {
                Part found = lookup.find(frame, current);
                text.append(found == null || found.isNull() ? "" : found.text());
                if (found != null && found.isValued()) {
                    writer.alsoFrom(found);
                }
            } else {
                text.append(piece);
            }
        }
        if (!text.toString().isBlank()) {
            writer.write(frame, row, repetition, part, text.toString().strip(), Kind.MAPPED, null);
        }
        writer.alsoFromNothing();
    }

    private void use(Frame frame, RowPlan row, TablePlan table, Part part, int repetition) {
        Frame inner = frame.ofValue(table, row, repetition, part);
        if (table.chain().isEmpty()) {
            List<RowPlan> rows = table.rows();
            for (int i = 0; i < rows.size(); i++) {
                ofValue(inner, rows.get(i), part);
            }
        } else {
            chain(inner, table, part);
        }
        if (inner.hasRoot()) {
            wholeRows(inner, table);
            links(inner, table.linkedRows());
            CodeMap code = row.code();
            Base root = inner.peek(inner.slots().root(), 0);
            if (code != null && root != null && !root.isPrimitive()) {
                translator.translate(frame, row, code, part, root);
            }
        }
    }

    // rows of the chain's resources first, then rows of the whole, which is the lowest of them
    private void chain(Frame frame, TablePlan table, Part part) {
        for (RowPlan row : table.rows()) {
            if (row.target() == null || row.target().chain() > 0) {
                ofValue(frame, row, part);
            }
        }
        Chains.tie(run, frame, table);
        if (frame.hasRoot()) {
            for (RowPlan row : table.rows()) {
                if (row.target() != null && row.target().chain() == 0) {
                    ofValue(frame, row, part);
                }
            }
        }
    }

    private void links(Frame frame, List<RowPlan> rows) {
        for (int i = 0; i < rows.size(); i++) {
            for (LocalLink link : rows.get(i).links()) {
                for (int repetition = 0; repetition < frame.repetitions(); repetition++) {
                    link(frame, link, repetition, rows.get(i).id());
                }
            }
        }
    }

    private void link(Frame frame, LocalLink link, int repetition, String row) {
        Base owner = frame.peek(link.owner(), link.owner().kind() == Slot.Kind.ROOT ? 0 : repetition);
        if (owner == null) {
            return;
        }
        int pivot = link.owner().kind() == Slot.Kind.ROOT ? link.left().listAbove() : 0;
        Slot rightSlot = link.right();
        if (rightSlot == null) {
            writer.constant(frame, link.left(), repetition, pivot, link.constant(), row);
            return;
        }
        Base right = rightSlot.kind() == Slot.Kind.ROOT ? holder(frame) : frame.peek(rightSlot, repetition);
        ResourceInstance to = right == null ? null : run.instanceOf(right);
        ResourceInstance from = link.owner().kind() == Slot.Kind.ROOT ? frame.holder() : run.instanceOf(owner);
        if (to != null && to != from) {
            Base base = frame.obtain(link.left(), repetition, pivot);
            if (base instanceof Reference reference && !run.referred().containsKey(reference)) {
                run.refer(reference, to, from);
            }
        }
    }

    private static @Nullable Base holder(Frame frame) {
        ResourceInstance holder = frame.holder();
        return holder == null ? null : holder.resource();
    }
}
