package dev.tributary.hl7.preprocess;

import dev.tributary.hl7.FieldPath;
import dev.tributary.hl7.MessageEditor;
import java.util.List;

/**
 * Moves a field of a segment to another field of the same segment, behind the repetitions that are there: the MRN that
 * stands in PID-2 (HL7 v2.5.1 §3.4.2.2, withdrawn there) into the list of PID-3.
 */
record MoveField(FieldPath from, FieldPath to) implements Step {

    static final String NAME = "move-field";
    static final String EXAMPLE = "move-field PID-2 PID-3";

    static Step of(Arguments arguments) {
        arguments.mustHave(2, 2, EXAMPLE);
        FieldPath from = arguments.path(0);
        FieldPath to = arguments.path(1);
        if (from.component() > 0 || to.component() > 0 || !from.segment().equals(to.segment())) {
            throw arguments.wrong("moves whole fields within one segment", EXAMPLE);
        }
        if (from.equals(to)) {
            throw arguments.wrong("moves a field to itself", EXAMPLE);
        }
        return new MoveField(from, to);
    }

    @Override
    public void apply(MessageEditor message, List<Change> changes) {
        int segments = message.count(from.segment());
        for (int occurrence = 1; occurrence <= segments; occurrence++) {
            String value = message.field(from.segment(), occurrence, from.field());
            if (!Places.isValued(value)) {
                continue;
            }
            int there = message.repetitions(to.segment(), occurrence, to.field());
            String target = message.field(to.segment(), occurrence, to.field());
            boolean free = target.isEmpty();
            String joined = free ? value : target + message.separators().repetition() + value;
            if (message.setField(to.segment(), occurrence, to.field(), joined)) {
                message.setField(from.segment(), occurrence, from.field(), "");
                FieldPath sent = new FieldPath(from.segment(), occurrence, from.field(), 1, 0, 0);
                changes.add(new Change(
                        NAME, new FieldPath(to.segment(), occurrence, to.field(), free ? 1 : there + 1, 0, 0), sent));
            }
        }
    }
}
