package dev.tributary.flow.management.audit;

import dev.tributary.mapping.FhirJson;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Keeps who did what with patient data, in the database that has the data: where it cannot be written, there is nothing to
 * show either. Each call commits by itself, so that an entry stands before the answer goes out, and stands though the
 * action fails after it.
 */
public final class AuditLog {

    private static final String COLUMNS =
            "select id, at, who, action, what, address, array_to_string(patients, ' ') as patients, body"
                    + " from tributary.audit_event a";

    // all ids that are one patient now, merges followed both ways
    private static final String SAME = """
            with recursive same (id) as (
                select ?::text union
                select case when p.id = s.id then p.replaced_by else p.id end
                from tributary.patient p join same s on p.id = s.id or p.replaced_by = s.id
                where p.replaced_by is not null)
            """;

    private static final String ABOUT = """
            (a.patients && array(select 'Patient/' || id from same)
             or a.numbers && (array(select upper(i.value) from tributary.patient_identifier i
                 join same on same.id = i.patient_id) || upper(?::text)))
            """;

    private final Supplier<JdbcClient> jdbc;
    private final Clock clock;

    /**
     * @param jdbc the engine's database, asked for when it is first needed
     * @param clock for when it was
     */
    public AuditLog(Supplier<JdbcClient> jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /**
     * One entry.
     *
     * @param patients {@code Patient/id}, parted by spaces
     * @param body the FHIR AuditEvent as JSON, without its id
     */
    public record Line(
            long id,
            OffsetDateTime at,
            String who,
            String action,
            String what,
            String address,
            String patients,
            String body) {}

    /**
     * Writes and commits.
     *
     * @throws org.springframework.dao.DataAccessException if it could not be written: then nothing may be shown or done
     */
    public void write(AuditEntry entry) {
        Set<String> given = new TreeSet<>();
        entry.numbers().forEach(number -> given.add(IndexedWord.of(number)));
        Set<String> numbers = new TreeSet<>();
        // again: some letters become longer
        given.forEach(number -> numbers.add(IndexedWord.of(number.toUpperCase(Locale.ROOT))));
        Set<String> patients = new TreeSet<>();
        entry.patients().forEach(patient -> patients.add(IndexedWord.of(patient)));
        if (!numbers.isEmpty()) {
            patients.addAll(jdbc.get()
                    .sql(
                            "select distinct 'Patient/' || patient_id from tributary.patient_identifier where value = any(?)")
                    .param(given.toArray(String[]::new))
                    .query(String.class)
                    .list());
        }
        Instant now = clock.instant();
        jdbc.get()
                .sql("""
                        insert into tributary.audit_event (at, who, action, what, address, patients, numbers, body)
                        values (?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                .params(
                        now.atOffset(ZoneOffset.UTC),
                        entry.who(),
                        entry.action().word(),
                        entry.what(),
                        entry.address(),
                        patients.toArray(String[]::new),
                        numbers.toArray(String[]::new),
                        FhirJson.write(BalpEvent.of(entry, patients, now)))
                .update();
    }

    /** @return newest first, at most {@code query.limit()} */
    public List<Line> find(AuditQuery query) {
        List<String> conditions = new ArrayList<>();
        List<Object> parameters = new ArrayList<>();
        String patient = query.patient();
        if (patient != null) {
            patient = IndexedWord.of(patient);
            parameters.add(patient.startsWith("Patient/") ? patient.substring("Patient/".length()) : patient);
            conditions.add(ABOUT);
            parameters.add(patient);
        }
        if (query.who() != null) {
            conditions.add("a.who = ?");
            parameters.add(IndexedWord.of(query.who()));
        }
        if (query.action() != null) {
            conditions.add("a.action = ?");
            parameters.add(IndexedWord.of(query.action()));
        }
        if (query.from() != null) {
            conditions.add("a.at >= ?");
            parameters.add(query.from().atOffset(ZoneOffset.UTC));
        }
        if (query.to() != null) {
            conditions.add("a.at < ?");
            parameters.add(query.to().atOffset(ZoneOffset.UTC));
        }
        if (query.before() != null) {
            conditions.add("a.id < ?");
            parameters.add(query.before());
        }
        String where = conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
        parameters.add(query.limit());
        return jdbc.get()
                .sql((patient == null ? "" : SAME) + COLUMNS + where + " order by a.id desc limit ?")
                .params(parameters)
                .query(Line.class)
                .list();
    }

    /** @return one entry; empty if there is none */
    public Optional<Line> byId(long id) {
        return jdbc.get()
                .sql(COLUMNS + " where id = ?")
                .param(id)
                .query(Line.class)
                .optional();
    }
}
