package dev.tributary.hl7.preprocess;

import dev.tributary.hl7.FieldPath;
import dev.tributary.hl7.MessageEditor;
import java.util.List;

/**
 * Ends segments where a sender puts a mark of its own, such as {@code <CR>}, in place of CR (HL7 v2.5.1 §2.5.4). LF and CRLF
 * need no step: they are read as they are.
 */
record ReplaceTerminator(String mark) implements Step {

    static final String NAME = "replace-terminator";
    static final String EXAMPLE = "replace-terminator <CR>, or replace-terminator \\u001e";

    static Step of(Arguments arguments) {
        arguments.mustHave(1, 1, EXAMPLE);
        String mark = arguments.word(0);
        if (mark.matches("\\\\u[0-9a-fA-F]{4}")) {
            mark = String.valueOf((char) Integer.parseInt(mark.substring(2), 16));
        }
        if (mark.isEmpty() || mark.chars().allMatch(Character::isLetterOrDigit)) {
            throw arguments.wrong("takes a mark that is no word", EXAMPLE);
        }
        return new ReplaceTerminator(mark);
    }

    @Override
    public void apply(MessageEditor message, List<Change> changes) {
        if (message.endLinesAt(mark)) {
            changes.add(new Change(NAME, FieldPath.of("MSH", 1), null));
        }
    }
}
