package dev.tributary.journal;

import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import dev.tributary.hl7.MessageHeader;
import dev.tributary.hl7.Separators;
import dev.tributary.hl7.WireMessage;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.springframework.jdbc.core.JdbcTemplate;

/** The inbound queue as it lies in the database. */
final class StoredQueue {

    static final String QUEUED_AFTER = """
            select id, size from tributary.message where state = 'QUEUED' and id > ? order by id limit ?
            """;

    static final String HELD =
            "select id, size from tributary.message where state = 'HELD' and id > ? order by id limit ?";

    private static final String SIZES = """
            select id, size from tributary.message where id = any(?::bigint[]) and state = 'QUEUED' order by id
            """;

    static final String LOAD = """
            select m.id, m.feed, m.remote, m.received_at, m.attempts, b.bytes
            from tributary.message m join tributary.message_body b on b.id = m.id
            where m.id = any(?::bigint[]) and m.state = any(?::text[])
            order by m.id
            """;

    private static final String READ = """
            select m.feed, m.remote, m.received_at, b.bytes
            from tributary.message m join tributary.message_body b on b.id = m.id
            where m.id = ?
            """;

    /** Bodies read at a time: a page of large documents must not fill the memory. */
    private static final long BYTES_AT_ONCE = 8 << 20;

    private static final MessageHeader UNREADABLE = new MessageHeader(
            Separators.DEFAULT, "", "", "", "", "", "", "", "", "", "", "", "", "", List.of(), StandardCharsets.UTF_8);

    private final JdbcTemplate jdbc;
    private final Function<WireMessage, Optional<MessageHeader>> peek;

    StoredQueue(JdbcTemplate jdbc, Function<WireMessage, Optional<MessageHeader>> peek) {
        this.jdbc = jdbc;
        this.peek = peek;
    }

    private record Size(long id, long bytes) {}

    /**
     * @param after only numbers above it
     * @param limit at most so many
     * @param each gets them by number
     * @return the last number seen, or {@code after} if there was none
     */
    long queuedAfter(long after, int limit, Consumer<InboundMessage> each) {
        return page(QUEUED_AFTER, MessageState.QUEUED, after, limit, each);
    }

    /** The same, for HELD. */
    long heldAfter(long after, int limit, Consumer<InboundMessage> each) {
        return page(HELD, MessageState.HELD, after, limit, each);
    }

    /** @return those of them that are QUEUED */
    List<Long> stillQueued(List<Long> ids) {
        return sizes(ids).stream().map(Size::id).toList();
    }

    /** Gives those of them that are QUEUED, by number. */
    void queued(List<Long> ids, Consumer<InboundMessage> each) {
        load(sizes(ids), MessageState.QUEUED, each);
    }

    private List<Size> sizes(List<Long> ids) {
        return jdbc.query(
                SIZES,
                statement -> new ArrayParameters(statement.getConnection(), statement).longs(ids.stream()),
                (row, number) -> new Size(row.getLong(1), row.getLong(2)));
    }

    /** @return whether there is such a message and its bytes have a readable MSH */
    boolean isReadable(MessageId id) {
        return jdbc.query(READ, (row, number) -> peek.apply(wire(row)).isPresent(), id.value())
                .contains(true);
    }

    /** @return what became of a message, or empty if there is none */
    Optional<MessageState> state(MessageId id) {
        return jdbc
                .query(
                        "select state from tributary.message where id = ?",
                        (row, number) -> MessageState.valueOf(row.getString(1)),
                        id.value())
                .stream()
                .findFirst();
    }

    private long page(String sql, MessageState state, long after, int limit, Consumer<InboundMessage> each) {
        List<Size> sizes = jdbc.query(sql, (row, number) -> new Size(row.getLong(1), row.getLong(2)), after, limit);
        load(sizes, state, each);
        return sizes.isEmpty() ? after : sizes.get(sizes.size() - 1).id();
    }

    private void load(List<Size> sizes, MessageState state, Consumer<InboundMessage> each) {
        List<Long> ids = new ArrayList<>();
        long bytes = 0;
        for (Size size : sizes) {
            if (!ids.isEmpty() && bytes + size.bytes() > BYTES_AT_ONCE) {
                load(ids, state).forEach(each);
                ids.clear();
                bytes = 0;
            }
            ids.add(size.id());
            bytes += size.bytes();
        }
        if (!ids.isEmpty()) {
            load(ids, state).forEach(each);
        }
    }

    private List<InboundMessage> load(List<Long> ids, MessageState state) {
        return jdbc.query(
                LOAD,
                statement -> {
                    ArrayParameters to = new ArrayParameters(statement.getConnection(), statement);
                    to.longs(ids.stream());
                    to.texts(List.of(state.name()).stream());
                },
                (row, number) -> message(row));
    }

    private InboundMessage message(ResultSet row) throws SQLException {
        WireMessage wire = wire(row);
        MessageId id = new MessageId(row.getLong("id"));
        // what was queued had a header; should it be unreadable all the same, the processor says so and the queue goes
        // on
        return new InboundMessage(id, wire, peek.apply(wire).orElse(UNREADABLE), row.getInt("attempts") + 1);
    }

    private static WireMessage wire(ResultSet row) throws SQLException {
        return new WireMessage(
                row.getBytes("bytes"),
                new FeedName(row.getString("feed")),
                row.getString("remote"),
                Micros.read(row, "received_at"));
    }
}
