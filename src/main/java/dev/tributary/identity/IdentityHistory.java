package dev.tributary.identity;

import dev.tributary.base.MessageId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What became of a patient's identity, as people ask for it. Reads what is committed. */
public final class IdentityHistory {

    private final JdbcClient sql;

    /** @param dataSource the one with the tables of identity */
    public IdentityHistory(DataSource dataSource) {
        this.sql = JdbcClient.create(dataSource);
    }

    /**
     * One line of the history.
     *
     * @param at when the message was received
     * @param kind what happened
     * @param patient whom it happened to: {@code Patient/id}
     * @param other the survivor of a merge, the target of a move, the other side of a link; null if there is none
     * @param system of the number that was given or moved; null if it is about no number
     * @param value of that number
     * @param message by which message
     */
    public record Entry(
            Instant at,
            IdentityEvent kind,
            String patient,
            @Nullable String other,
            @Nullable String system,
            @Nullable String value,
            MessageId message) {}

    /**
     * @param patient {@code Patient.id}, without the type
     * @return oldest first, with what is said of the patient as the other side; empty if nobody has this id
     */
    public List<Entry> of(String patient) {
        return sql.sql("""
                        select at, kind, patient_id, other_id, system, value, message_id
                        from tributary.identity_event
                        where patient_id = :patient or other_id = :patient
                        order by id
                        """)
                .param("patient", patient)
                .query((row, n) -> {
                    String other = row.getString("other_id");
                    return new Entry(
                            row.getObject("at", OffsetDateTime.class).toInstant(),
                            IdentityEvent.valueOf(row.getString("kind")),
                            "Patient/" + row.getString("patient_id"),
                            other == null ? null : "Patient/" + other,
                            row.getString("system"),
                            row.getString("value"),
                            new MessageId(row.getLong("message_id")));
                })
                .list();
    }
}
