package dev.tributary.journal;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import dev.tributary.hl7.HeaderPeek;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * How long people wait for a page of a search with a long journal: fills one by SQL, with ten words for each message, and
 * asks each kind of question many times. No test: it asserts nothing. Run its main; arguments: messages (1,000,000),
 * questions of each kind (200).
 */
final class SearchBenchmark {

    private static final String FILL = """
            insert into tributary.message (id, feed, remote, received_at, size, content_hash, retransmit_key, sender,
                control_id, type, structure, version, state, reason, detail, place, refused, control_id_reused)
            select n, 'feed' || n % 5, '', timestamptz '2026-01-01' + n * interval '2 seconds', 900, '',
                gen_random_uuid(), 'LAB|NORTH', 'C' || n, case n % 5 when 0 then 'ORU^R01' else 'ADT^A08' end, '', '2.5.1',
                s.state, case s.state when 'PROCESSED' then '' else 'VALUE_INVALID' end, '', '', false, false
            from generate_series(?::bigint, ?::bigint) n, lateral (select case when n % 1000 = 7 then 'FAILED'
                when n % 5000 = 8 then 'HELD' else 'PROCESSED' end as state) s
            """;

    // a patient has about twenty messages, a name fifty patients, a code every fifth message
    private static final String WORDS = """
            insert into tributary.message_term (term, message_id)
            select w.term, n from generate_series(?::bigint, ?::bigint) n, lateral (values ('MRN' || n % 50000),
                ('LARK' || n % 1000), ('IMOGEN' || n % 300), ('V' || n % 200000), ('ACC' || n % 100000), ('ORD' || n),
                ('FIL' || n), ('C' || n), ('CODE' || n % 40), ('PANEL' || n % 5)) w (term)
            """;

    private static final int CHUNK = 50_000;

    private SearchBenchmark() {}

    /** @param arguments messages, questions of each kind */
    public static void main(String[] arguments) throws IOException {
        int rows = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1_000_000;
        int asked = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 200;
        HikariConfig config = new HikariConfig();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.builder()
                .setServerConfig("max_wal_size", "4GB")
                .start()) {
            config.setDataSource(postgres.getPostgresDatabase());
            try (HikariDataSource pool = new HikariDataSource(config)) {
                Flyway.configure()
                        .dataSource(pool)
                        .locations("classpath:db/migration")
                        .load()
                        .migrate();
                fill(JdbcClient.create(pool), rows);
                try (Journal journal = Journal.open(
                        pool, JournalProperties.defaults(), wire -> HeaderPeek.of(wire.bytes()), Clock.systemUTC())) {
                    measure(journal.search(), rows, asked);
                }
            }
        }
    }

    private static void fill(JdbcClient jdbc, int rows) {
        for (int from = 1; from <= rows; from += CHUNK) {
            int to = Math.min(rows, from + CHUNK - 1);
            jdbc.sql(FILL).params(from, to).update();
            jdbc.sql(WORDS).params(from, to).update();
        }
        jdbc.sql("vacuum analyze tributary.message").update();
        jdbc.sql("vacuum analyze tributary.message_term").update();
    }

    private static void measure(MessageSearch search, int rows, int asked) {
        MessageQuery page = MessageQuery.NEWEST.withLimit(50);
        Map<String, Function<Random, MessageQuery>> kinds = new LinkedHashMap<>();
        kinds.put("newest", random -> page);
        kinds.put("somewhere back", random -> page.after(new MessageId(1 + random.nextInt(rows))));
        kinds.put("patient number", random -> page.withTerms(List.of("MRN" + random.nextInt(50_000))));
        kinds.put(
                "name and first name",
                random -> page.withTerms(List.of("LARK" + random.nextInt(1000), "IMOGEN" + random.nextInt(300))));
        kinds.put("begins so, rare", random -> page.withTerms(List.of("ORD" + (1000 + random.nextInt(8000)) + "*")));
        kinds.put("begins so, all", random -> page.withTerms(List.of("PANEL*")));
        kinds.put("code of a fifth", random -> page.withTerms(List.of("PANEL" + random.nextInt(5))));
        kinds.put(
                "code and patient",
                random -> page.withTerms(List.of("PANEL" + random.nextInt(5), "MRN" + random.nextInt(50_000))));
        kinds.put("control id", random -> page.withControlId("C" + random.nextInt(rows)));
        kinds.put("feed", random -> page.withFeed(new FeedName("feed" + random.nextInt(5))));
        kinds.put("type", random -> page.withType("ORU^R01"));
        kinds.put("failed", random -> page.withState(MessageState.FAILED));
        kinds.put("feed and state", random -> page.withFeed(new FeedName("feed" + random.nextInt(5)))
                .withState(MessageState.HELD));
        kinds.put("issue", random -> page.withReason("VALUE_INVALID"));
        kinds.put("an hour", random -> {
            Instant from = Instant.parse("2026-01-01T00:00:00Z").plusSeconds(2L * random.nextInt(rows));
            return page.withReceived(from, from.plusSeconds(3600));
        });
        print("%d messages, %d questions of each kind; milliseconds", rows, asked);
        Random random = new Random(7);
        kinds.forEach((kind, question) -> {
            List<Long> nanos = new ArrayList<>();
            int found = 0;
            for (int i = 0; i < asked; i++) {
                MessageQuery query = question.apply(random);
                long start = System.nanoTime();
                try {
                    found += search.find(query).size();
                } catch (org.springframework.dao.DataAccessException e) {
                    print("  %s: given up, %s", kind, e.getClass().getSimpleName());
                    break;
                }
                nanos.add(System.nanoTime() - start);
            }
            Collections.sort(nanos);
            if (!nanos.isEmpty()) {
                print(
                        "%-22s p50 %8.2f  p95 %8.2f  worst %8.2f  rows a page %5.1f",
                        kind,
                        nanos.get(nanos.size() / 2) / 1e6,
                        nanos.get(nanos.size() * 95 / 100) / 1e6,
                        nanos.get(nanos.size() - 1) / 1e6,
                        (double) found / nanos.size());
            }
        });
    }

    private static void print(String format, Object... values) {
        System.out.println(String.format(Locale.ROOT, format, values));
    }
}
