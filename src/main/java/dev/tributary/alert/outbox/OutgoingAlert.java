package dev.tributary.alert.outbox;

import dev.tributary.alert.Reach;
import dev.tributary.alert.ledger.AlertRow;
import java.sql.ResultSet;
import java.sql.SQLException;
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
 * @param focus what it is about, {@code Observation/abc}
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
        String focus,
        @Nullable String patient,
        Reach reach,
        String body) {

    /**
     * @param row of {@code tributary.alert}
     * @return the alert in it
     */
    static OutgoingAlert of(ResultSet row) throws SQLException {
        return new OutgoingAlert(
                row.getString("id"),
                row.getString("rule"),
                row.getString("severity"),
                row.getString("event"),
                row.getString("feed"),
                row.getString("facility"),
                row.getString("focus"),
                row.getString("patient"),
                AlertRow.reach(row.getString("reach")),
                row.getString("body"));
    }

    @Override
    public String toString() {
        return "OutgoingAlert[" + id + "]";
    }
}
