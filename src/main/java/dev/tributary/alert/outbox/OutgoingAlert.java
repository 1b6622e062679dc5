package dev.tributary.alert.outbox;

import dev.tributary.alert.Reach;
import org.jspecify.annotations.Nullable;

/**
 * An alert as it lies in the outbox.
 *
 * @param id the alert's
 * @param rule name
 * @param severity code
 * @param event name
 * @param feed name
 * @param facility MSH-4
 * @param patient {@code Patient/abc}, or null
 * @param reach whom it is for
 * @param body CloudEvents 1.0 JSON
 */
record OutgoingAlert(
        String id,
        String rule,
        String severity,
        String event,
        String feed,
        String facility,
        @Nullable String patient,
        Reach reach,
        String body) {

    @Override
    public String toString() {
        return "OutgoingAlert[" + id + "]";
    }
}
