package dev.tributary.hl7.preprocess;

import dev.tributary.hl7.FieldPath;
import dev.tributary.hl7.MessageEditor;
import java.util.List;

/** Joins a line without a segment name to the line above, with {@code \.br\} between: a sender's bare break in a text. */
record JoinLines() implements Step {

    static final String NAME = "join-lines";

    static Step of(Arguments arguments) {
        arguments.mustHave(0, 0, NAME);
        return new JoinLines();
    }

    @Override
    public void apply(MessageEditor message, List<Change> changes) {
        char escape = message.separators().escape();
        if (message.joinUnnamed(escape == '\0' ? " " : escape + ".br" + escape)) {
            changes.add(new Change(NAME, FieldPath.of("MSH", 1), null));
        }
    }
}
