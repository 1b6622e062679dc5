package dev.tributary.journal;

import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import dev.tributary.hl7.WireMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Goes along the index of receipt times page by page, first without the bytes; those are fetched a few at a time, so that
 * large messages do not add up.
 */
final class PostgresReceived implements ReceivedMessages {

    private static final int PAGE = 500;
    private static final int MOST_TOGETHER = 100;
    private static final long MOST_BYTES = 4L << 20;

    private static final String RANGE = """
             from tributary.message
            where received_at < ? and (received_at, id) > (?, ?)
              and not refused and duplicate_of is null and (?::text is null or feed = ?)
            """;

    /** One row without its bytes. */
    private record Head(long id, String feed, String remote, Instant receivedAt, int size) {}

    private final JdbcClient jdbc;

    PostgresReceived(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public long count(@Nullable FeedName feed, Instant from, Instant to) {
        return jdbc.sql("select count(*)" + RANGE)
                .params(range(feed, from, 0, to))
                .query(Long.class)
                .single();
    }

    @Override
    public void walk(@Nullable FeedName feed, Instant from, Instant to, BiPredicate<MessageId, WireMessage> visitor) {
        Instant after = from;
        // numbers begin with 1: the first page begins with whatever was received at that very moment
        long last = 0;
        while (true) {
            List<Head> page = jdbc.sql("select id, feed, remote, received_at, size" + RANGE
                            + " order by received_at, id limit " + PAGE)
                    .params(range(feed, after, last, to))
                    .query((row, number) -> new Head(
                            row.getLong("id"),
                            row.getString("feed"),
                            row.getString("remote"),
                            Micros.read(row, "received_at"),
                            row.getInt("size")))
                    .list();
            if (!visit(page, visitor) || page.size() < PAGE) {
                return;
            }
            after = page.get(page.size() - 1).receivedAt();
            last = page.get(page.size() - 1).id();
        }
    }

    private boolean visit(List<Head> page, BiPredicate<MessageId, WireMessage> visitor) {
        int from = 0;
        while (from < page.size()) {
            int to = from + 1;
            long size = page.get(from).size();
            while (to < page.size()
                    && to - from < MOST_TOGETHER
                    && size + page.get(to).size() <= MOST_BYTES) {
                size += page.get(to).size();
                to++;
            }
            List<Head> some = page.subList(from, to);
            Map<Long, byte[]> bodies = bodies(some);
            for (Head head : some) {
                byte[] bytes = bodies.get(head.id());
                // a message may have been pruned meanwhile
                if (bytes != null
                        && !visitor.test(
                                new MessageId(head.id()),
                                new WireMessage(bytes, new FeedName(head.feed()), head.remote(), head.receivedAt()))) {
                    return false;
                }
            }
            from = to;
        }
        return true;
    }

    private Map<Long, byte[]> bodies(List<Head> heads) {
        Map<Long, byte[]> bodies = new HashMap<>();
        Long[] ids = heads.stream().map(Head::id).toArray(Long[]::new);
        jdbc.sql("select id, bytes from tributary.message_body where id = any(?)")
                .param(ids)
                .query(row -> {
                    bodies.put(row.getLong("id"), row.getBytes("bytes"));
                });
        return bodies;
    }

    private static List<@Nullable Object> range(@Nullable FeedName feed, Instant after, long last, Instant to) {
        List<@Nullable Object> parameters = new ArrayList<>();
        parameters.add(Micros.parameter(to));
        parameters.add(Micros.parameter(after));
        parameters.add(last);
        parameters.add(feed == null ? null : feed.value());
        parameters.add(feed == null ? null : feed.value());
        return parameters;
    }
}
