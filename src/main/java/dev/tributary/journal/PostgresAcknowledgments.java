package dev.tributary.journal;

import dev.tributary.base.LogKey;
import dev.tributary.base.MessageId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/** Notes acknowledgments in memory and writes them many at a time; a note that meets a busy row goes with the next. */
final class PostgresAcknowledgments implements JournalAcknowledgments {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresAcknowledgments.class);
    private static final int MOST_IN_MEMORY = 200_000;
    private static final int MOST_AT_ONCE = 1_000;

    // nobody waits for this commit and a crash may take it: no fsync of its own. The plan is made while the table is
    // short and kept while it grows: only one with an index stays right
    private static final String SETTINGS = "set local synchronous_commit = off; set local enable_seqscan = off";

    // a row that a worker has just now is left for the next time
    static final String FREE = """
            select id, feed, ack_outcome from tributary.message
            where id = any(?::bigint[]) order by id for update skip locked
            """;

    private static final String NOTE = """
            update tributary.message
            set ack_outcome = ?, ack_at = timestamptz 'epoch' + ? * interval '1 microsecond' where id = ?
            """;

    private static final String COUNT = """
            insert into tributary.feed_count_change (feed, counted, reason, n)
            select c.feed, c.counted, '', c.n from unnest(?::text[], ?::text[], ?::bigint[]) as c(feed, counted, n)
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
        Set<Long> written = jdbc.execute((ConnectionCallback<Set<Long>>) connection -> {
            connection.setAutoCommit(false);
            try {
                Set<Long> ids = write(connection, batch);
                connection.commit();
                return ids;
            } finally {
                // rolls back what a failure left open
                connection.rollback();
                connection.setAutoCommit(true);
            }
        });
        return written == null ? Set.of() : written;
    }

    private static Set<Long> write(Connection connection, List<Note> batch) throws SQLException {
        Map<Long, Note> byId = new HashMap<>();
        batch.forEach(note -> byId.put(note.id(), note));
        Set<Long> written = new HashSet<>();
        Map<Count, Long> counts = new HashMap<>();
        try (Statement settings = connection.createStatement();
                PreparedStatement free = connection.prepareStatement(FREE);
                PreparedStatement note = connection.prepareStatement(NOTE)) {
            settings.execute(SETTINGS);
            new ArrayParameters(connection, free).longs(byId.keySet().stream());
            try (ResultSet rows = free.executeQuery()) {
                while (rows.next()) {
                    Note noted = byId.get(rows.getLong(1));
                    if (noted != null && written.add(noted.id())) {
                        add(note, noted);
                        counts.merge(new Count(rows.getString(2), rows.getString(3)), -1L, Long::sum);
                        counts.merge(
                                new Count(rows.getString(2), noted.outcome().name()), 1L, Long::sum);
                    }
                }
            }
            note.executeBatch();
        }
        count(connection, counts);
        return written;
    }

    private static void add(PreparedStatement statement, Note note) throws SQLException {
        statement.setString(1, note.outcome().name());
        statement.setLong(2, Micros.of(note.at()));
        statement.setLong(3, note.id());
        statement.addBatch();
    }

    private record Count(String feed, String outcome) {}

    private static void count(Connection connection, Map<Count, Long> counts) throws SQLException {
        List<Map.Entry<Count, Long>> changes = counts.entrySet().stream()
                .filter(change -> change.getValue() != 0)
                .filter(change -> !change.getKey().outcome().equals(AckOutcome.NONE.name()))
                .toList();
        if (changes.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(COUNT)) {
            ArrayParameters to = new ArrayParameters(connection, statement);
            to.texts(changes.stream().map(change -> change.getKey().feed()));
            to.texts(changes.stream()
                    .map(change -> CounterNames.ACK + change.getKey().outcome()));
            to.longs(changes.stream().map(Map.Entry::getValue));
            statement.execute();
        }
    }
}
