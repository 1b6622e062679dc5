package dev.tributary.alert.loop;

import dev.tributary.alert.Alert;
import dev.tributary.alert.AlertState;
import dev.tributary.base.MessageId;
import java.time.Instant;

/** The FHIR Task beside each alert that wants an answer. */
public interface AlertTasks {

    /** Keeps none: for tests of rules. */
    AlertTasks NONE = new AlertTasks() {
        @Override
        public void opened(Alert alert, Instant due, boolean readBack, MessageId cause) {
            // no record, no task
        }

        @Override
        public void ended(Alert alert, AlertState state, MessageId cause) {
            // no record, no task
        }
    };

    /** An answer is asked for, perhaps anew. */
    void opened(Alert alert, Instant due, boolean readBack, MessageId cause);

    /** The alert is acknowledged, retracted or recovered. */
    void ended(Alert alert, AlertState state, MessageId cause);
}
