package dev.tributary.hl7.preprocess;

import dev.tributary.hl7.FieldPath;
import dev.tributary.hl7.MessageEditor;
import java.util.List;

/** Writes a value where a sender leaves a field or component empty, in every such segment that is there. */
record SetMissing(FieldPath path, String value) implements Step {

    static final String NAME = "set-missing";
    static final String EXAMPLE = "set-missing PID-3.5 MR";

    static Step of(Arguments arguments) {
        arguments.mustHave(2, 2, EXAMPLE);
        return new SetMissing(arguments.path(0), arguments.word(1));
    }

    @Override
    public void apply(MessageEditor message, List<Change> changes) {
        int segments = message.count(path.segment());
        for (int occurrence = 1; occurrence <= segments; occurrence++) {
            int repetitions = Math.max(1, message.repetitions(path.segment(), occurrence, path.field()));
            for (int repetition = 1; repetition <= repetitions; repetition++) {
                FieldPath place = new FieldPath(
                        path.segment(), occurrence, path.field(), repetition, path.component(), path.subcomponent());
                if (message.raw(place).isBlank() && message.set(place, value)) {
                    changes.add(new Change(NAME, place, null));
                }
            }
        }
    }
}
