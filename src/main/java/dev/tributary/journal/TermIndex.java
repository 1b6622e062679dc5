package dev.tributary.journal;

import dev.tributary.base.FeedName;
import dev.tributary.hl7.WireMessage;
import java.util.ArrayList;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Notes the words of messages after their receipt, apart from acknowledgment and processing: neither waits for it, and
 * what failed or is held is found too. Message numbers become visible in their own order, so that one number says how far
 * it got; a crash repeats at most one step.
 */
final class TermIndex {

    static final String NEXT = """
            select m.id, m.feed, m.remote, m.received_at, substring(b.bytes from 1 for 262144) as bytes
            from tributary.message m join tributary.message_body b on b.id = m.id
            where m.id > ? order by m.id limit ?
            """;

    // one statement: words and progress together, and of two engines one
    private static final String NOTE = """
            with moved as (
                update tributary.message_term_progress set up_to = ? where up_to = ? returning 1)
            insert into tributary.message_term (term, message_id)
            select w.term, w.id from unnest(?::text[], ?::bigint[]) as w(term, id), moved
            on conflict do nothing
            """;

    private static final String UP_TO = "select up_to from tributary.message_term_progress";

    private static final int TOGETHER = 100;
    private static final int MOST_STEPS = 20;
    private static final int LONGEST = 60;

    private final JdbcClient jdbc;
    private final SearchTerms terms;

    TermIndex(JdbcClient jdbc, SearchTerms terms) {
        this.jdbc = jdbc;
        this.terms = terms;
    }

    private record Message(long id, WireMessage wire) {}

    /** Does what has come since the last time, or a part of it if it is much. */
    void advance() {
        int steps = 0;
        while (steps++ < MOST_STEPS && step() == TOGETHER) {
            // there is more
        }
    }

    private int step() {
        long upTo = jdbc.sql(UP_TO).query(Long.class).single();
        List<Message> messages = jdbc.sql(NEXT)
                .params(upTo, TOGETHER)
                .query((row, number) -> new Message(
                        row.getLong("id"),
                        new WireMessage(
                                row.getBytes("bytes"),
                                new FeedName(row.getString("feed")),
                                row.getString("remote"),
                                Micros.read(row, "received_at"))))
                .list();
        if (messages.isEmpty()) {
            return 0;
        }
        List<String> words = new ArrayList<>();
        List<Long> ids = new ArrayList<>();
        for (Message message : messages) {
            for (String word : terms.of(message.wire())) {
                words.add(RowText.of(word.length() > LONGEST ? word.substring(0, LONGEST) : word));
                ids.add(message.id());
            }
        }
        jdbc.sql(NOTE)
                .param(messages.get(messages.size() - 1).id())
                .param(upTo)
                .param(words.toArray(String[]::new))
                .param(ids.toArray(Long[]::new))
                .update();
        return messages.size();
    }
}
