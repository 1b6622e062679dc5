package dev.tributary.hl7.preprocess;

import dev.tributary.hl7.MessageEditor;
import java.util.List;

/** One step with its arguments. Immutable. */
interface Step {

    /**
     * Mends a message as far as there is something to mend.
     *
     * @param message to edit
     * @param changes takes what was changed
     */
    void apply(MessageEditor message, List<Change> changes);
}
