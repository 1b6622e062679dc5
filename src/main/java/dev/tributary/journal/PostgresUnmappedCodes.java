package dev.tributary.journal;

import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Adds up sightings in memory and writes the sums. */
final class PostgresUnmappedCodes implements UnmappedCodes {

    private static final int EXAMPLES = 5;

    private static final String ADD = """
            insert into tributary.unmapped_code as u
                (feed, sender, code_table, code, system, text, n, first_at, last_at, examples)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::bigint[])
            on conflict (feed, sender, code_table, code, system) do update set
                n = u.n + excluded.n,
                text = case when excluded.text = '' then u.text else excluded.text end,
                first_at = least(u.first_at, excluded.first_at),
                last_at = greatest(u.last_at, excluded.last_at),
                examples = (array(select distinct e from unnest(u.examples || excluded.examples) e order by e))[1:5],
                resolved_at = null
            """;

    private static final String FIND = """
            select feed, sender, code_table, code, system, text, n, first_at, last_at, examples, resolved_at
            from tributary.unmapped_code where true
            """;

    /** What makes two sightings the same work item. */
    private record Key(String feed, String sender, String table, String code, String system)
            implements Comparable<Key> {

        @Override
        public int compareTo(Key other) {
            return toString().compareTo(other.toString());
        }
    }

    /** What was seen of one since it was last written. */
    private static final class Sum {
        private long n;
        private String text = "";
        private Instant first = Instant.MAX;
        private Instant last = Instant.MIN;
        private final List<Long> examples = new ArrayList<>(EXAMPLES);

        void add(UnmappedSighting seen) {
            n++;
            text = seen.text().isEmpty() ? text : RowText.of(seen.text());
            first = seen.at().isBefore(first) ? seen.at() : first;
            last = seen.at().isAfter(last) ? seen.at() : last;
            if (examples.size() < EXAMPLES && !examples.contains(seen.message().value())) {
                examples.add(seen.message().value());
            }
        }
    }

    private final JdbcClient jdbc;
    private final Clock clock;
    private Map<Key, Sum> waiting = new TreeMap<>();

    PostgresUnmappedCodes(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public void saw(Collection<UnmappedSighting> sightings) {
        if (sightings.isEmpty()) {
            return;
        }
        synchronized (this) {
            for (UnmappedSighting seen : sightings) {
                Key key = new Key(
                        seen.feed().value(),
                        RowText.of(seen.sender()),
                        seen.table(),
                        RowText.of(seen.code()),
                        RowText.of(seen.system()));
                waiting.computeIfAbsent(key, its -> new Sum()).add(seen);
            }
        }
    }

    /** Writes what waits, each sum for itself: what cannot be written now waits on. */
    void flush() {
        Map<Key, Sum> taken;
        synchronized (this) {
            taken = waiting;
            waiting = new TreeMap<>();
        }
        List<Key> written = new ArrayList<>();
        try {
            taken.forEach((key, sum) -> {
                write(key, sum);
                written.add(key);
            });
        } finally {
            written.forEach(taken::remove);
            giveBack(taken);
        }
    }

    private synchronized void giveBack(Map<Key, Sum> left) {
        left.forEach((key, sum) -> waiting.merge(key, sum, (later, earlier) -> {
            later.n += earlier.n;
            later.first = earlier.first;
            return later;
        }));
    }

    private void write(Key key, Sum sum) {
        String examples = sum.examples.toString().replace('[', '{').replace(']', '}');
        int rows = jdbc.sql(ADD)
                .params(
                        key.feed(),
                        key.sender(),
                        key.table(),
                        key.code(),
                        key.system(),
                        sum.text,
                        sum.n,
                        Micros.parameter(sum.first),
                        Micros.parameter(sum.last),
                        examples)
                .update();
        if (rows != 1) {
            throw new IllegalStateException("an unmapped code was written " + rows + " times");
        }
    }

    @Override
    public List<UnmappedCode> find(UnmappedQuery query) {
        flush();
        StringBuilder sql = new StringBuilder(FIND);
        List<Object> parameters = new ArrayList<>();
        if (query.feed() != null) {
            sql.append(" and feed = ?");
            parameters.add(query.feed().value());
        }
        if (query.sender() != null) {
            sql.append(" and sender = ?");
            parameters.add(RowText.of(query.sender()));
        }
        if (query.table() != null) {
            sql.append(" and lower(code_table) = lower(?)");
            parameters.add(RowText.of(query.table()));
        }
        if (!query.resolved()) {
            sql.append(" and resolved_at is null");
        }
        parameters.add(query.limit());
        parameters.add(query.offset());
        return jdbc.sql(sql.append(" order by n desc, id limit ? offset ?").toString())
                .params(parameters)
                .query((row, number) -> read(row))
                .list();
    }

    @Override
    public int resolve(Collection<FeedName> feeds, String table, String code) {
        flush();
        return feeds.stream()
                .mapToInt(feed -> jdbc.sql("""
                                update tributary.unmapped_code set resolved_at = ?
                                where feed = ? and lower(code_table) = lower(?) and code = ? and resolved_at is null
                                """)
                        .params(Micros.parameter(clock.instant()), feed.value(), table, RowText.of(code))
                        .update())
                .sum();
    }

    private static UnmappedCode read(ResultSet row) throws SQLException {
        Array examples = row.getArray("examples");
        return new UnmappedCode(
                new FeedName(row.getString("feed")),
                row.getString("sender"),
                row.getString("code_table"),
                row.getString("code"),
                row.getString("text"),
                row.getString("system"),
                row.getLong("n"),
                Micros.read(row, "first_at"),
                Micros.read(row, "last_at"),
                Stream.of((Long[]) examples.getArray()).map(MessageId::new).toList(),
                Micros.readOrNull(row, "resolved_at"));
    }
}
