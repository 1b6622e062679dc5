package dev.tributary.identity;

import dev.tributary.base.MessageId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The SQL of identity. Every statement joins the caller's transaction. */
final class IdentityTables {

    private final JdbcClient sql;

    IdentityTables(DataSource dataSource) {
        this.sql = JdbcClient.create(dataSource);
    }

    /** Waits for and takes the locks until the end of the transaction; always in the same order, against deadlock. */
    void lock(SortedSet<Long> locks) {
        if (!locks.isEmpty()) {
            sql.sql("select pg_advisory_xact_lock(k) from unnest(:locks::bigint[]) as k")
                    .param("locks", locks.toArray(new Long[0]))
                    .query()
                    .listOfRows();
        }
    }

    /** For each key that is known: the patient at the end of its chain of merges. */
    Map<IdentifierKey, String> patientsOf(Collection<IdentifierKey> keys) {
        Map<IdentifierKey, String> found = new HashMap<>();
        if (keys.isEmpty()) {
            return found;
        }
        sql.sql("""
                        with recursive chain (system, value, id, next) as (
                            select i.system, i.value, p.id, p.replaced_by
                            from unnest(:systems::text[], :values::text[]) as k (system, value)
                            join tributary.patient_identifier i using (system, value)
                            join tributary.patient p on p.id = i.patient_id
                            union all
                            select c.system, c.value, p.id, p.replaced_by
                            from chain c join tributary.patient p on p.id = c.next
                        )
                        select system, value, id from chain where next is null
                        """)
                .param("systems", keys.stream().map(IdentifierKey::system).toArray(String[]::new))
                .param("values", keys.stream().map(IdentifierKey::value).toArray(String[]::new))
                .query(row -> {
                    found.put(new IdentifierKey(row.getString("system"), row.getString("value")), row.getString("id"));
                });
        return found;
    }

    /** For each key that is known: the patient it was first given to, whatever was merged since. */
    Map<IdentifierKey, String> homesOf(Collection<IdentifierKey> keys) {
        Map<IdentifierKey, String> found = new HashMap<>();
        sql.sql("""
                        select i.system, i.value, i.patient_id
                        from unnest(:systems::text[], :values::text[]) as k (system, value)
                        join tributary.patient_identifier i using (system, value)
                        """)
                .param("systems", keys.stream().map(IdentifierKey::system).toArray(String[]::new))
                .param("values", keys.stream().map(IdentifierKey::value).toArray(String[]::new))
                .query(row -> {
                    found.put(
                            new IdentifierKey(row.getString("system"), row.getString("value")),
                            row.getString("patient_id"));
                });
        return found;
    }

    /** Whether a patient of this id exists, merged away or not. */
    boolean exists(String patient) {
        return sql.sql("select count(*) from tributary.patient where id = :id")
                        .param("id", patient)
                        .query(Long.class)
                        .single()
                > 0;
    }

    /** @return those of the ids that a patient has, merged away or not */
    Set<String> existing(Collection<String> patients) {
        return patients.isEmpty()
                ? Set.of()
                : Set.copyOf(sql.sql("select id from tributary.patient where id = any (:ids::text[])")
                        .param("ids", patients.toArray(String[]::new))
                        .query(String.class)
                        .list());
    }

    /** Makes a patient who has these numbers, and the events that tell of it, in one statement. */
    void create(String patient, Set<IdentifierKey> keys, IdentityRequest request) {
        sql.sql("""
                        with made as (
                            insert into tributary.patient (id, created_at) values (:id, :at)),
                        given as (
                            insert into tributary.patient_identifier (system, value, patient_id)
                            select k.system, k.value, :id
                            from unnest(:systems::text[], :values::text[]) as k (system, value))
                        insert into tributary.identity_event (kind, patient_id, other_id, system, value, message_id, at)
                        select e.kind, :id, null, e.system, e.value, :message, :at
                        from (
                            select 0 as n, :created as kind, null as system, null as value
                            union all
                            select k.n, :identified, k.system, k.value
                            from unnest(:systems::text[], :values::text[]) with ordinality as k (system, value, n)
                        ) e order by e.n
                        """)
                .param("id", patient)
                .param("at", offset(request.receivedAt()))
                .param("systems", keys.stream().map(IdentifierKey::system).toArray(String[]::new))
                .param("values", keys.stream().map(IdentifierKey::value).toArray(String[]::new))
                .param("message", request.cause().value())
                .param("created", IdentityEvent.CREATED.name())
                .param("identified", IdentityEvent.IDENTIFIED.name())
                .update();
    }

    void attach(Set<IdentifierKey> keys, String patient) {
        sql.sql("""
                        insert into tributary.patient_identifier (system, value, patient_id)
                        select k.system, k.value, :patient
                        from unnest(:systems::text[], :values::text[]) as k (system, value)
                        """)
                .param("systems", keys.stream().map(IdentifierKey::system).toArray(String[]::new))
                .param("values", keys.stream().map(IdentifierKey::value).toArray(String[]::new))
                .param("patient", patient)
                .update();
    }

    void replace(String prior, String survivor) {
        sql.sql("update tributary.patient set replaced_by = :survivor where id = :prior")
                .param("survivor", survivor)
                .param("prior", prior)
                .update();
    }

    /** A merge taken back: the patient is one of its own again. */
    void restore(String prior) {
        sql.sql("update tributary.patient set replaced_by = null where id = :prior")
                .param("prior", prior)
                .update();
    }

    /** The patient that replaced this one, if one did. */
    Optional<String> replacedBy(String patient) {
        return sql.sql("select replaced_by from tributary.patient where id = :id and replaced_by is not null")
                .param("id", patient)
                .query(String.class)
                .optional();
    }

    /** All numbers first given to this patient or to one that was merged into it, directly or through others. */
    Set<IdentifierKey> numbersOf(String patient) {
        Set<IdentifierKey> numbers = new HashSet<>();
        sql.sql("""
                        with recursive merged (id) as (
                            select :id::text
                            union
                            select p.id from merged m join tributary.patient p on p.replaced_by = m.id
                        )
                        select i.system, i.value from merged m join tributary.patient_identifier i on i.patient_id = m.id
                        """).param("id", patient).query(row -> {
            numbers.add(new IdentifierKey(row.getString("system"), row.getString("value")));
        });
        return numbers;
    }

    /** Gives numbers to another patient than the one they were first given to. */
    void move(Set<IdentifierKey> keys, String patient) {
        sql.sql("""
                        update tributary.patient_identifier i set patient_id = :patient
                        from unnest(:systems::text[], :values::text[]) as k (system, value)
                        where i.system = k.system and i.value = k.value
                        """)
                .param("systems", keys.stream().map(IdentifierKey::system).toArray(String[]::new))
                .param("values", keys.stream().map(IdentifierKey::value).toArray(String[]::new))
                .param("patient", patient)
                .update();
    }

    /** What was last said of two patients, in either order, among these kinds. */
    Optional<LastEvent> lastBetween(String one, String other, IdentityEvent... kinds) {
        return sql.sql("""
                        select kind, message_id from tributary.identity_event
                        where kind = any (:kinds::text[])
                          and (patient_id = :one and other_id = :other or patient_id = :other and other_id = :one)
                        order by id desc limit 1
                        """)
                .param("kinds", Arrays.stream(kinds).map(Enum::name).toArray(String[]::new))
                .param("one", one)
                .param("other", other)
                .query(IdentityTables::lastEvent)
                .optional();
    }

    /** The last move of a number. */
    Optional<LastEvent> lastMoveOf(IdentifierKey key) {
        return sql.sql("""
                        select kind, message_id from tributary.identity_event
                        where kind = 'MOVED' and system = :system and value = :value order by id desc limit 1
                        """)
                .param("system", key.system())
                .param("value", key.value())
                .query(IdentityTables::lastEvent)
                .optional();
    }

    private static LastEvent lastEvent(ResultSet row, int n) throws SQLException {
        return new LastEvent(IdentityEvent.valueOf(row.getString("kind")), new MessageId(row.getLong("message_id")));
    }

    /** What was said last, and by which message. */
    record LastEvent(IdentityEvent kind, MessageId cause) {

        /** Whether a message received after this one said it: then a replay of this one changes nothing. */
        boolean isAfter(IdentityRequest request) {
            return cause.value() > request.cause().value();
        }
    }

    void event(
            IdentityEvent kind,
            String patient,
            @Nullable String other,
            @Nullable IdentifierKey key,
            IdentityRequest request) {
        sql.sql("""
                        insert into tributary.identity_event (kind, patient_id, other_id, system, value, message_id, at)
                        values (:kind, :patient, :other, :system, :value, :message, :at)
                        """)
                .param("kind", kind.name())
                .param("patient", patient)
                .param("other", other)
                .param("system", key == null ? null : key.system())
                .param("value", key == null ? null : key.value())
                .param("message", request.cause().value())
                .param("at", offset(request.receivedAt()))
                .update();
    }

    private static OffsetDateTime offset(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
