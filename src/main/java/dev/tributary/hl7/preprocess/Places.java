package dev.tributary.hl7.preprocess;

import dev.tributary.hl7.FieldPath;
import dev.tributary.hl7.MessageEditor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Every place of a message that a path without occurrence and repetition means. */
final class Places {

    private Places() {}

    /** @return the path in every such segment and every repetition of the field that was sent */
    static List<FieldPath> of(MessageEditor message, FieldPath path) {
        List<FieldPath> all = new ArrayList<>();
        int segments = message.count(path.segment());
        for (int occurrence = 1; occurrence <= segments; occurrence++) {
            int repetitions = message.repetitions(path.segment(), occurrence, path.field());
            for (int repetition = 1; repetition <= repetitions; repetition++) {
                all.add(new FieldPath(
                        path.segment(), occurrence, path.field(), repetition, path.component(), path.subcomponent()));
            }
        }
        return all;
    }

    /** Replaces the values at all such places by what an operator makes of them; HL7's null {@code ""} is left alone. */
    static void edit(
            MessageEditor message, String step, FieldPath path, UnaryOperator<String> operator, List<Change> changes) {
        for (FieldPath place : of(message, path)) {
            String before = message.raw(place);
            String after = isValued(before) ? operator.apply(before) : before;
            if (!after.equals(before) && message.set(place, after)) {
                changes.add(new Change(step, place, null));
            }
        }
    }

    /** @return whether something stands there that is not HL7's null */
    static boolean isValued(String raw) {
        return !raw.isBlank() && !raw.equals("\"\"");
    }
}
