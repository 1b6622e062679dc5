package dev.tributary.alert.outbox;

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
        String body) {

    @Override
    public String toString() {
        return "OutgoingAlert[" + id + "]";
    }
}
