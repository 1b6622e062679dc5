package dev.tributary.journal;

import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reads rows for people; every question has an index, and pages go by number, so that the last is as fast as the first. */
final class PostgresSearch implements MessageSearch {

    private static final String COLUMNS = """
            select m.id, m.feed, m.remote, m.received_at, m.size, m.sender, m.control_id, m.type, m.structure, m.version,
                m.state, m.reason, m.detail, m.place, m.refused, m.control_id_reused, m.duplicate_of,
                case when m.state = 'QUEUED' then
                    (select w.id from tributary.message w where w.id = m.waits_for and w.state = 'HELD') end as waits_for,
                m.ack_outcome, m.ack_at, m.attempts, m.next_attempt_at, m.mapping_version, m.finished_at
            """;

    private static final String ALL = "from tributary.message m ";

    // offset 0: fetched one by one by their numbers, however many the planner believes there are
    private static final String NAMED =
            " cross join lateral" + " (select * from tributary.message x where x.id = t.message_id offset 0) m ";

    private static final String BYTES = """
            select b.bytes from tributary.message m
            join tributary.message_body b on b.id = coalesce(m.duplicate_of, m.id) where m.id = ?
            """;

    private static final String TIMELINE = """
            select at, kind, attempt, state, reason, detail, place, who, mapping_version
            from tributary.message_event where message_id = ? order by number
            """;

    private final JdbcClient jdbc;

    PostgresSearch(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    @Override
    public List<MessageSummary> find(MessageQuery query) {
        Question question = question(query);
        return jdbc.sql(question.sql())
                .params(question.parameters())
                .query((row, number) -> summary(row))
                .list();
    }

    @Override
    public Optional<JournaledMessage> read(MessageId id) {
        Optional<MessageSummary> summary = jdbc.sql(COLUMNS + ALL + " where m.id = ?")
                .param(id.value())
                .query((row, number) -> summary(row))
                .optional();
        return summary.map(found -> new JournaledMessage(found, bytes(id), timeline(id)));
    }

    /** SQL with its parameters. */
    record Question(String sql, List<Object> parameters) {}

    /** @return the statement for a query; package-private so that a test can ask the planner about it */
    static Question question(MessageQuery query) {
        List<String> conditions = new ArrayList<>();
        List<Object> parameters = new ArrayList<>();
        if (query.feed() != null) {
            conditions.add("m.feed = ?");
            parameters.add(query.feed().value());
        }
        if (query.state() != null) {
            // literal: a parameter could not be matched with the partial indexes
            conditions.add("m.state = '" + query.state().name() + "'");
        }
        if (query.reason() != null) {
            conditions.add("m.reason = ? and m.reason <> ''");
            parameters.add(RowText.of(query.reason()));
        }
        if (query.controlId() != null) {
            conditions.add("m.control_id = ?");
            parameters.add(RowText.of(query.controlId()));
        }
        type(query.type() == null ? null : RowText.of(query.type()), conditions, parameters);
        if (query.from() != null) {
            conditions.add("m.received_at >= ?");
            parameters.add(Micros.parameter(query.from()));
        }
        if (query.to() != null) {
            conditions.add("m.received_at < ?");
            parameters.add(Micros.parameter(query.to()));
        }
        String from = terms(query.terms(), conditions, parameters);
        String number = from.equals(ALL) ? "m.id" : "t.message_id";
        if (query.before() != null) {
            conditions.add(number + " < ?");
            parameters.add(query.before().value());
        }
        String where = conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
        parameters.add(query.limit());
        return new Question(COLUMNS + from + where + " order by " + number + " desc limit ?", parameters);
    }

    // a word's messages stand in the order of their numbers: the first word leads, so that a page is a walk backwards
    private static String terms(List<String> words, List<String> conditions, List<Object> parameters) {
        boolean leads = false;
        for (String each : words) {
            String word = RowText.of(each.strip().toUpperCase(Locale.ROOT));
            if (word.length() > 1 && word.endsWith("*")) {
                String start = word.substring(0, word.length() - 1);
                conditions.add(
                        "m.id in (select s.message_id from tributary.message_term s where s.term >= ? and s.term < ?)");
                parameters.add(start);
                parameters.add(start + '\uFFFF');
            } else {
                conditions.add(
                        leads
                                ? "exists (select 1 from tributary.message_term o"
                                        + " where o.term = ? and o.message_id = t.message_id)"
                                : "t.term = ?");
                parameters.add(word);
                leads = true;
            }
        }
        return leads ? "from tributary.message_term t" + NAMED : ALL;
    }

    private static void type(@Nullable String type, List<String> conditions, List<Object> parameters) {
        if (type == null) {
            return;
        }
        if (type.contains("^")) {
            conditions.add("m.type = ?");
            parameters.add(type);
        } else {
            conditions.add("(m.type = ? or m.type >= ? and m.type < ?)");
            parameters.add(type);
            // all that starts with "ADT^"; '_' follows '^'
            parameters.add(type + "^");
            parameters.add(type + "_");
        }
    }

    private byte[] bytes(MessageId id) {
        return jdbc.sql(BYTES)
                .param(id.value())
                .query((row, number) -> row.getBytes(1))
                .single();
    }

    private List<MessageEvent> timeline(MessageId id) {
        return jdbc.sql(TIMELINE)
                .param(id.value())
                .query((row, number) -> new MessageEvent(
                        Micros.read(row, "at"),
                        MessageEvent.Kind.valueOf(row.getString("kind")),
                        row.getInt("attempt"),
                        MessageState.valueOf(row.getString("state")),
                        row.getString("reason"),
                        row.getString("detail"),
                        row.getString("place"),
                        row.getString("who"),
                        row.getString("mapping_version")))
                .list();
    }

    private static MessageSummary summary(ResultSet row) throws SQLException {
        return new MessageSummary(
                new MessageId(row.getLong("id")),
                new FeedName(row.getString("feed")),
                row.getString("remote"),
                Micros.read(row, "received_at"),
                row.getInt("size"),
                row.getString("sender"),
                row.getString("control_id"),
                row.getString("type"),
                row.getString("structure"),
                row.getString("version"),
                MessageState.valueOf(row.getString("state")),
                row.getString("reason"),
                row.getString("detail"),
                row.getString("place"),
                row.getBoolean("refused"),
                row.getBoolean("control_id_reused"),
                idOrNull(row, "duplicate_of"),
                idOrNull(row, "waits_for"),
                AckOutcome.valueOf(row.getString("ack_outcome")),
                Micros.readOrNull(row, "ack_at"),
                row.getInt("attempts"),
                Micros.readOrNull(row, "next_attempt_at"),
                row.getString("mapping_version"),
                Micros.readOrNull(row, "finished_at"));
    }

    private static @Nullable MessageId idOrNull(ResultSet row, String column) throws SQLException {
        long id = row.getLong(column);
        return row.wasNull() ? null : new MessageId(id);
    }
}
