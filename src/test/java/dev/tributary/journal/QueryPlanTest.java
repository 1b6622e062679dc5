package dev.tributary.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The statements that run all day find what they need by an index, however long the journal is. */
class QueryPlanTest {

    private static final int ROWS = 100_000;
    private static JournalKit kit;

    @BeforeAll
    static void fill() {
        kit = new JournalKit();
        kit.jdbc.sql("""
                        insert into tributary.message (id, feed, remote, received_at, size, content_hash, retransmit_key,
                            sender, control_id, type, structure, version, state, reason, detail, place, refused,
                            control_id_reused)
                        select n, 'feed' || n % 3, '', timestamptz '2026-01-01' + n * interval '1 second', 1, '',
                            gen_random_uuid(), 'LAB|NORTH', 'C' || n, case n % 5 when 0 then 'ORU^R01' else 'ADT^A08' end,
                            '', '', s.state, case s.state when 'PROCESSED' then '' else 'VALUE_INVALID' end, '', '', false,
                            false
                        from generate_series(1, ?) n,
                            lateral (select case when n % 1000 = 7 then 'FAILED' when n % 1000 = 8 then 'HELD'
                                when n > ? then 'QUEUED' else 'PROCESSED' end as state) s
                        """).params(ROWS, ROWS - 500).update();
        kit.jdbc
                .sql("insert into tributary.message_body select id, '' from tributary.message")
                .update();
        fillTerms();
    }

    private static void fillTerms() {
        Flyway.configure()
                .dataSource(kit.dataSource)
                .locations("classpath:db/migration")
                .load()
                .migrate();
        // a name of a hundred, a code of every second message, and numbers of their own
        kit.jdbc
                .sql("insert into tributary.message_term (term, message_id)"
                        + " select 'MRN' || id, id from tributary.message"
                        + " union all select 'LARKSPUR' || id % 100, id from tributary.message"
                        + " union all select '2823-3', id from tributary.message where id % 2 = 0")
                .update();
        kit.jdbc.sql("analyze tributary.message_term").update();
    }

    @AfterAll
    static void close() {
        kit.close();
    }

    private static String plan(String sql, Object... parameters) {
        String withValues = sql;
        for (Object parameter : parameters) {
            withValues = withValues.replaceFirst("\\?", parameter.toString());
        }
        return String.join(
                "\n", kit.jdbc.sql("explain " + withValues).query(String.class).list());
    }

    private static String as(String type, Object value, int times) {
        return "array_fill('" + value + "'::" + type + ", array[" + times + "])";
    }

    private static void assertByIndex(String plan, String index) {
        assertThat(plan).contains(index).doesNotContain("Seq Scan on message");
    }

    @Test
    void looksUpRetransmitsByTheirKeys() {
        String plan = plan(
                BatchInsert.LOOK_UP,
                as("uuid", "00000000-0000-0000-0000-000000000001", 50),
                as("text", "C77", 50),
                as("text", "LAB|NORTH", 50),
                as("text", "feed1", 50));
        assertByIndex(plan, "message_retransmit");
        assertByIndex(plan, "Index Scan using message_control_id");
    }

    @Test
    void readsTheQueueAndTheHeldByState() {
        assertByIndex(plan(StoredQueue.QUEUED_AFTER, ROWS - 300, 100), "message_state");
        assertByIndex(plan(StoredQueue.HELD, 0, 100), "message_state");
        assertByIndex(plan(StoredQueue.LOAD, as("bigint", 77, 100), as("text", "QUEUED", 1)), "message_body_pkey");
    }

    @Test
    void findsTheOldestQueuedOfAFeedByItsIndex() {
        kit.jdbc
                .sql("insert into tributary.feed_count values ('feed1', 'RECEIVED', '', 1, null)")
                .update();
        assertByIndex(plan(PostgresCounters.SNAPSHOT), "message_feed_state");
    }

    @Test
    void notesAcknowledgmentsByNumber() {
        assertByIndex(plan(PostgresAcknowledgments.FREE, as("bigint", 77, 100)), "message_pkey");
    }

    @ParameterizedTest
    @MethodSource("questions")
    void answersPeopleByAnIndex(MessageQuery query, String index) {
        PostgresSearch.Question question = PostgresSearch.question(query);
        Object[] parameters = question.parameters().stream()
                .map(value -> value instanceof String || value instanceof java.time.temporal.Temporal
                        ? "'" + value + "'"
                        : value)
                .toArray();
        assertByIndex(plan(question.sql(), parameters), index);
    }

    static Stream<Arguments> questions() {
        MessageQuery all = MessageQuery.NEWEST;
        Instant noon = Instant.parse("2026-01-01T12:00:00Z");
        return Stream.of(
                Arguments.of(all, "message_pkey"),
                Arguments.of(all.after(new MessageId(500)), "message_pkey"),
                Arguments.of(all.withState(MessageState.HELD), "message_state"),
                Arguments.of(all.withState(MessageState.QUEUED), "message_state"),
                Arguments.of(all.withFeed(new FeedName("feed1")).withState(MessageState.FAILED), "message_feed_state"),
                Arguments.of(all.withTerms(List.of("mrn77")), "message_term_pkey"),
                Arguments.of(all.withTerms(List.of("2823-3")), "message_term_pkey"),
                Arguments.of(all.withTerms(List.of("2823-3")).after(new MessageId(500)), "message_term_pkey"),
                Arguments.of(all.withTerms(List.of("larkspur7", "2823-3")), "message_term_pkey"),
                Arguments.of(all.withTerms(List.of("mrn777*")), "message_term_pkey"),
                Arguments.of(all.withControlId("C77"), "message_control_id"),
                Arguments.of(all.withReason("VALUE_INVALID"), "message_"),
                Arguments.of(all.withType("ORU^R01"), "message_"),
                Arguments.of(all.withReceived(noon, noon.plusSeconds(60)), "message_received_at"));
    }
}
