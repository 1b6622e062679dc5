package dev.tributary.journal;

import dev.tributary.base.Fault;
import dev.tributary.base.MessageId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Inserts many arrivals in one transaction of three round trips: numbers and look-up of retransmits, rows, commit.
 * Which arrival is the first of its kind and which a retransmit is decided under the advisory lock, for all
 * connections and all engines on this database.
 */
final class BatchInsert {

    /** Taken by whoever gives out message numbers, until the end of the transaction. */
    static final String LOCK = "select pg_advisory_xact_lock(7236411208)";

    // limit 1 and feed || '': ask row by row and by the index on the key, whatever the size of the table promises
    static final String LOOK_UP = """
            select nextval('tributary.message_id'), earlier.id, earlier.ack_outcome, used.yes
            from unnest(?::uuid[], ?::text[], ?::text[], ?::text[]) with ordinality
                as k(retransmit_key, control_id, sender, feed, number)
            left join lateral (
                select m.id, m.ack_outcome from tributary.message m
                where m.retransmit_key = k.retransmit_key limit 1) earlier
                on true
            left join lateral (
                select true as yes from tributary.message m
                where m.control_id = k.control_id and m.sender = k.sender and m.feed || '' = k.feed
                    and not m.refused and k.control_id <> '' limit 1) used
                on true
            order by k.number
            """;

    private static final String INSERT = """
            with rows as (
                insert into tributary.message (id, feed, remote, received_at, size, content_hash, retransmit_key, sender,
                    control_id, type, structure, version, state, reason, detail, place, refused, control_id_reused,
                    duplicate_of, finished_at)
                select r.id, r.feed, r.remote, timestamptz 'epoch' + r.received * interval '1 microsecond', r.size,
                    r.hash, r.key, r.sender, r.control_id, r.type, r.structure, r.version, r.state, r.reason, r.detail,
                    r.place, r.refused, r.reused, r.duplicate_of,
                    case when r.state <> 'QUEUED' then timestamptz 'epoch' + r.received * interval '1 microsecond' end
                from unnest(?::bigint[], ?::text[], ?::text[], ?::bigint[], ?::int[], ?::bytea[], ?::uuid[], ?::text[],
                    ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                    ?::boolean[], ?::boolean[], ?::bigint[])
                    as r(id, feed, remote, received, size, hash, key, sender, control_id, type, structure, version,
                        state, reason, detail, place, refused, reused, duplicate_of)),
            bodies as (
                insert into tributary.message_body (id, bytes) select * from unnest(?::bigint[], ?::bytea[]))
            insert into tributary.feed_count_change (feed, counted, reason, n, last_at)
            select c.feed, c.counted, c.reason, c.n, timestamptz 'epoch' + c.last * interval '1 microsecond'
            from unnest(?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[])
                as c(feed, counted, reason, n, last)
            """;

    private final Connection connection;
    private final List<Arrival> arrivals;
    private final List<Row> rows = new ArrayList<>();

    /**
     * @param connection without auto-commit and without a transaction
     * @param arrivals at least one, in the order of receipt
     */
    BatchInsert(Connection connection, List<Arrival> arrivals) {
        this.connection = connection;
        this.arrivals = arrivals;
    }

    /** What one arrival becomes. */
    private record Row(
            long id,
            Arrival arrival,
            MessageState state,
            String reason,
            boolean reused,
            @Nullable Long duplicateOf,
            AckOutcome firstOutcome) {

        Receipt receipt() {
            if (arrival.refusal() != null) {
                return new Receipt.Refused(arrival.refusal());
            }
            if (duplicateOf != null) {
                return new Receipt.Duplicate(new MessageId(id), new MessageId(duplicateOf), firstOutcome);
            }
            return new Receipt.Recorded(new MessageId(id), reused);
        }
    }

    /** Does everything but the commit. */
    void execute() throws SQLException {
        lookUp();
        insert();
    }

    /** @return the answers in the order of the arrivals; true only after the commit */
    List<Receipt> receipts() {
        return rows.stream().map(Row::receipt).toList();
    }

    /** @return what is to be processed, in the order of the numbers; true only after the commit */
    List<InboundMessage> queued() {
        List<InboundMessage> queued = new ArrayList<>(rows.size());
        for (Row row : rows) {
            if (row.state() == MessageState.QUEUED && row.arrival().header() != null) {
                queued.add(new InboundMessage(
                        new MessageId(row.id()),
                        row.arrival().wire(),
                        row.arrival().header(),
                        1));
            }
        }
        return queued;
    }

    private void lookUp() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOCK + ";" + LOOK_UP)) {
            statement.setArray(1, texts(arrivals.stream().map(Arrival::retransmitKey)));
            statement.setArray(2, texts(arrivals.stream().map(Arrival::controlId)));
            statement.setArray(3, texts(arrivals.stream().map(Arrival::sender)));
            statement.setArray(
                    4, texts(arrivals.stream().map(a -> a.wire().feed().value())));
            statement.execute();
            if (!statement.getMoreResults()) {
                throw new SQLException("the look-up gave no rows");
            }
            try (ResultSet found = statement.getResultSet()) {
                decide(found);
            }
        }
    }

    private void decide(ResultSet found) throws SQLException {
        Map<String, Row> firstsHere = new HashMap<>();
        Set<String> usedHere = new HashSet<>();
        for (Arrival arrival : arrivals) {
            if (!found.next()) {
                throw new SQLException("the look-up gave too few rows");
            }
            Row row = decide(arrival, found, firstsHere, usedHere);
            rows.add(row);
            if (row.state() == MessageState.QUEUED) {
                if (arrival.retransmitKey() != null) {
                    firstsHere.put(arrival.retransmitKey(), row);
                }
                if (arrival.controlIdKey() != null) {
                    usedHere.add(arrival.controlIdKey());
                }
            }
        }
    }

    private static Row decide(Arrival arrival, ResultSet found, Map<String, Row> firstsHere, Set<String> usedHere)
            throws SQLException {
        long id = found.getLong(1);
        Fault refusal = arrival.refusal();
        if (refusal != null) {
            String code = refusal.code().name();
            return new Row(id, arrival, MessageState.FAILED, code, false, null, AckOutcome.NONE);
        }
        long earlier = found.getLong(2);
        if (!found.wasNull()) {
            return duplicate(id, arrival, earlier, found.getString(3));
        }
        boolean used = found.getBoolean(4);
        Row first = arrival.retransmitKey() == null ? null : firstsHere.get(arrival.retransmitKey());
        if (first != null) {
            return duplicate(id, arrival, first.id(), AckOutcome.NONE.name());
        }
        boolean reused = used || arrival.controlIdKey() != null && usedHere.contains(arrival.controlIdKey());
        return new Row(id, arrival, MessageState.QUEUED, "", reused, null, AckOutcome.NONE);
    }

    private static Row duplicate(long id, Arrival arrival, long earlier, String outcome) {
        // an answer not yet noted can only have been the acceptance of a recorded message
        AckOutcome heard = outcome.equals(AckOutcome.NONE.name()) ? AckOutcome.ACCEPTED : AckOutcome.valueOf(outcome);
        return new Row(id, arrival, MessageState.FILTERED, Ending.DUPLICATE, false, earlier, heard);
    }

    private void insert() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            ArrayParameters to = new ArrayParameters(connection, statement);
            to.longs(rows.stream().map(Row::id));
            to.texts(rows.stream().map(r -> r.arrival().wire().feed().value()));
            to.texts(rows.stream().map(r -> RowText.of(r.arrival().wire().remote())));
            to.longs(rows.stream().map(r -> Micros.of(r.arrival().wire().receivedAt())));
            to.integers(rows.stream().map(r -> r.arrival().size()));
            to.bytes(rows.stream().map(r -> r.arrival().contentHash()));
            to.texts(
                    rows.stream().map(r -> r.duplicateOf() == null ? r.arrival().retransmitKey() : null));
            to.texts(rows.stream().map(r -> r.arrival().sender()));
            to.texts(rows.stream().map(r -> r.arrival().controlId()));
            to.texts(rows.stream().map(r -> header(r, Part.TYPE)));
            to.texts(rows.stream().map(r -> header(r, Part.STRUCTURE)));
            to.texts(rows.stream().map(r -> header(r, Part.VERSION)));
            to.texts(rows.stream().map(r -> r.state().name()));
            to.texts(rows.stream().map(Row::reason));
            to.texts(rows.stream()
                    .map(r -> r.arrival().refusal() == null
                            ? ""
                            : RowText.of(r.arrival().refusal().detail())));
            to.texts(rows.stream()
                    .map(r -> r.arrival().refusal() == null
                            ? ""
                            : RowText.of(r.arrival().refusal().where())));
            to.booleans(rows.stream().map(r -> r.arrival().refusal() != null));
            to.booleans(rows.stream().map(Row::reused));
            to.longs(rows.stream().map(Row::duplicateOf));
            to.longs(rows.stream().filter(r -> r.duplicateOf() == null).map(Row::id));
            to.bytes(rows.stream()
                    .filter(r -> r.duplicateOf() == null)
                    .map(r -> r.arrival().wire().bytes()));
            counts(to);
            statement.execute();
        }
    }

    private void counts(ArrayParameters to) throws SQLException {
        Map<Count, long[]> counts = new HashMap<>();
        for (Row row : rows) {
            String feed = row.arrival().wire().feed().value();
            String state = row.arrival().refusal() == null ? row.state().name() : CounterNames.REFUSED;
            long at = Micros.of(row.arrival().wire().receivedAt());
            for (Count count :
                    List.of(new Count(feed, CounterNames.RECEIVED, ""), new Count(feed, state, row.reason()))) {
                long[] sum = counts.computeIfAbsent(count, c -> new long[] {0, Long.MIN_VALUE});
                sum[0]++;
                sum[1] = Math.max(sum[1], at);
            }
        }
        to.texts(counts.keySet().stream().map(Count::feed));
        to.texts(counts.keySet().stream().map(Count::counted));
        to.texts(counts.keySet().stream().map(Count::reason));
        to.longs(counts.values().stream().map(sum -> sum[0]));
        to.longs(counts.values().stream().map(sum -> sum[1]));
    }

    private record Count(String feed, String counted, String reason) {}

    private enum Part {
        TYPE,
        STRUCTURE,
        VERSION
    }

    private static String header(Row row, Part part) {
        var header = row.arrival().header();
        if (header == null) {
            return "";
        }
        return RowText.of(
                switch (part) {
                    case TYPE -> header.type();
                    case STRUCTURE -> header.structure();
                    case VERSION -> header.version();
                });
    }

    private java.sql.Array texts(java.util.stream.Stream<@Nullable String> values) throws SQLException {
        return connection.createArrayOf("text", values.toArray(String[]::new));
    }
}
