package dev.tributary.journal;

import dev.tributary.base.LogKey;
import dev.tributary.base.MessageId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** Notes acknowledgments in memory and writes them many at a time; a note that meets a busy row goes with the next. */
final class PostgresAcknowledgments implements JournalAcknowledgments {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresAcknowledgments.class);
    private static final int MOST_IN_MEMORY = 200_000;
    private static final int MOST_AT_ONCE = 2_000;

    static final String NOTE = """
            with note as (
                select * from unnest(?::bigint[], ?::text[], ?::bigint[]) as n(id, outcome, at)),
            before as (
                select m.id, m.feed, m.ack_outcome from tributary.message m
                where m.id = any(?::bigint[]) order by m.id for update skip locked),
            noted as (
                update tributary.message m
                set ack_outcome = note.outcome, ack_at = timestamptz 'epoch' + note.at * interval '1 microsecond'
                from note join before on before.id = note.id
                where m.id = note.id
                returning m.id, m.feed, before.ack_outcome as old, m.ack_outcome as new),
            counts as (
                insert into tributary.feed_count_change (feed, counted, reason, n)
                select c.feed, 'ACK_' || c.outcome, '', sum(c.n)
                from (select feed, new as outcome, 1 as n from noted
                    union all select feed, old, -1 from noted) c
                where c.outcome <> 'NONE'
                group by c.feed, c.outcome
                having sum(c.n) <> 0)
            select id from noted
            """;

    private final JdbcTemplate jdbc;
    private final Map<Long, Note> notes = new LinkedHashMap<>();

    PostgresAcknowledgments(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    private record Note(long id, AckOutcome outcome, Instant at) {}

    @Override
    public void sent(MessageId id, AckOutcome outcome, Instant at) {
        synchronized (notes) {
            if (notes.size() < MOST_IN_MEMORY) {
                // the last one counts: after a commit accept the application acknowledgment
                notes.put(id.value(), new Note(id.value(), outcome, at));
                return;
            }
        }
        LOG.atWarn().addKeyValue(LogKey.MESSAGE_ID, id).log("acknowledgment not noted, database behind");
    }

    /** Writes what was noted so far; called now and then by one thread, and at the end. */
    void flush() {
        while (true) {
            List<Note> batch = take();
            if (batch.isEmpty()) {
                return;
            }
            Set<Long> written;
            try {
                written = write(batch);
            } catch (DataAccessException e) {
                putBack(batch, Set.of());
                LOG.atWarn()
                        .addKeyValue(LogKey.EXCEPTION, e.getClass().getName())
                        .log("acknowledgments wait");
                return;
            }
            putBack(batch, written);
            if (written.size() < batch.size()) {
                return;
            }
        }
    }

    private List<Note> take() {
        synchronized (notes) {
            List<Note> batch = notes.values().stream().limit(MOST_AT_ONCE).toList();
            batch.forEach(note -> notes.remove(note.id()));
            return batch;
        }
    }

    private void putBack(List<Note> batch, Set<Long> written) {
        synchronized (notes) {
            for (Note note : batch) {
                if (!written.contains(note.id())) {
                    notes.putIfAbsent(note.id(), note);
                }
            }
        }
    }

    private Set<Long> write(List<Note> batch) {
        List<Long> written = jdbc.query(
                NOTE,
                statement -> {
                    ArrayParameters to = new ArrayParameters(statement.getConnection(), statement);
                    to.longs(batch.stream().map(Note::id));
                    to.texts(batch.stream().map(note -> note.outcome().name()));
                    to.longs(batch.stream().map(note -> Micros.of(note.at())));
                    to.longs(batch.stream().map(Note::id));
                },
                (row, number) -> row.getLong(1));
        return new HashSet<>(new ArrayList<>(written));
    }
}
