package dev.tributary.alert.ledger;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.alert.Alert;
import dev.tributary.alert.AlertKind;
import dev.tributary.alert.Reach;
import dev.tributary.alert.Severity;
import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads an alert back from a row of {@code tributary.alert}. */
public final class AlertRow {

    private static final ObjectMapper JSON = new ObjectMapper();

    private AlertRow() {}

    /** @return the alert of this row */
    public static Alert alert(ResultSet row) throws SQLException {
        String audience = row.getString("audience");
        return new Alert(
                row.getString("id"),
                row.getString("rule"),
                Severity.of(row.getString("severity")).orElse(Severity.CRITICAL),
                row.getString("event"),
                new FeedName(row.getString("feed")),
                row.getString("facility"),
                new MessageId(row.getLong("message_id")),
                row.getString("patient"),
                row.getString("encounter"),
                row.getString("focus"),
                audience.isEmpty() ? List.of() : List.of(audience.split(",")),
                row.getString("summary"),
                row.getTimestamp("raised_at").toInstant(),
                AlertKind.of(row.getString("kind")),
                row.getString("about"),
                row.getString("burst"),
                reach(row.getString("reach")));
    }

    /** @return the time in that column, or null */
    public static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        Timestamp time = row.getTimestamp(column);
        return time == null ? null : time.toInstant();
    }

    /** @return as JSON, to be read back by {@link #reach} */
    public static String json(Reach reach) {
        try {
            return JSON.writeValueAsString(reach);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and lists are always JSON", e);
        }
    }

    /** @return what {@link #json} wrote; nobody if nothing was written */
    public static Reach reach(String json) {
        if (json.equals("{}")) {
            return Reach.UNKNOWN;
        }
        try {
            return JSON.readValue(json, Reach.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the column 'reach' is written by nobody else", e);
        }
    }
}
