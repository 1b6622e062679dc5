package dev.tributary.flow.processing;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.tributary.alert.AlertRules;
import dev.tributary.alert.Alerting;
import dev.tributary.alert.audience.Audience;
import dev.tributary.alert.loop.AlertDesk;
import dev.tributary.alert.loop.AlertTasks;
import dev.tributary.alert.loop.PostgresAlertBook;
import dev.tributary.alert.outbox.Outbox;
import dev.tributary.alert.outbox.OutboxSignal;
import dev.tributary.base.FeedName;
import dev.tributary.flow.wire.FeedProperties;
import dev.tributary.flow.wire.FeedRegistry;
import dev.tributary.hl7.HeaderPeek;
import dev.tributary.hl7.WireMessage;
import dev.tributary.identity.IdentityResolver;
import dev.tributary.identity.IdentityRules;
import dev.tributary.identity.NumberOwners;
import dev.tributary.journal.FailurePolicy;
import dev.tributary.journal.InboundMessage;
import dev.tributary.journal.Journal;
import dev.tributary.journal.JournalProperties;
import dev.tributary.journal.LaneScheduler;
import dev.tributary.journal.MessageProcessor;
import dev.tributary.journal.Receipt;
import dev.tributary.kit.RowStore;
import dev.tributary.kit.TestDatabase;
import dev.tributary.mapping.MappingLibrary;
import dev.tributary.record.JdbcFactTimes;
import dev.tributary.record.RecordMerger;
import dev.tributary.record.RecordRules;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.LockSupport;
import org.awaitility.Awaitility;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;

/**
 * The same traffic through 64 workers, in batches, with random delays and merges among it, and one message after the
 * other: the record ends the same, to the letter. Fifty seeds, or as many as the property {@code order.seeds} says,
 * from {@code order.first} on.
 */
class OrderPropertyTest {

    private static final int MESSAGES = 40;
    private static final int PATIENTS = 6;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Instant BEGIN = Instant.parse("2026-03-01T08:00:00Z");
    private static final MappingLibrary MAPPINGS = MappingLibrary.open(Path.of("mappings"));
    private static final RecordRules RULES = RecordRules.load(Path.of(""));

    private static final HikariDataSource DATABASE = database();
    private static final RowStore STORE = new RowStore(DATABASE);
    private static final JdbcTemplate SQL = new JdbcTemplate(DATABASE);

    private static HikariDataSource database() {
        HikariConfig config = new HikariConfig();
        config.setDataSource(TestDatabase.create());
        config.setMaximumPoolSize(24);
        HikariDataSource pool = new HikariDataSource(config);
        Flyway.configure()
                .dataSource(pool)
                .locations("classpath:db/migration")
                .load()
                .migrate();
        return pool;
    }

    @AfterAll
    static void close() {
        DATABASE.close();
    }

    @Test
    void theRecordEndsAsIfOneMessageCameAfterTheOther() {
        long first = Long.getLong("order.first", 1);
        long seeds = Long.getLong("order.seeds", 50);
        for (long seed = first; seed < first + seeds; seed++) {
            List<byte[]> traffic = traffic(new Random(seed));
            Map<String, String> serial = run(traffic, 1, 1, seed);
            Map<String, String> parallel = run(traffic, 64, 8, seed);
            assertThat(serial).as("seed %d", seed).hasSizeGreaterThan(PATIENTS);
            assertThat(parallel).as("seed %d", seed).isEqualTo(serial);
        }
    }

    private static Map<String, String> run(List<byte[]> traffic, int workers, int together, long seed) {
        clear();
        FeedProperties feed = new Binder(new MapConfigurationPropertySource(Map.of("feed.port", "0")))
                .bind("feed", FeedProperties.class)
                .get();
        FeedRegistry feeds = new FeedRegistry(Map.of(FeedName.DEFAULT, feed));
        JournalProperties settings = new JournalProperties(
                workers,
                1_000,
                DataSize.ofMegabytes(8),
                100,
                1_000,
                DataSize.ofMegabytes(8),
                Duration.ofMillis(2),
                Duration.ofMillis(50),
                Duration.ofSeconds(20),
                together);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        try (Journal journal =
                Journal.open(DATABASE, settings, wire -> HeaderPeek.of(wire.bytes()), Clock.systemUTC())) {
            JdbcFactTimes times = new JdbcFactTimes(DATABASE);
            MessageFlow flow = new MessageFlow(
                    feeds,
                    () -> MAPPINGS,
                    new MessageFlow.Rooms(
                            new IdentityResolver(DATABASE, IdentityRules.DEFAULT),
                            new RecordMerger(RULES, STORE, times),
                            times,
                            STORE,
                            new Alerting(
                                    () -> AlertRules.load(List.of()),
                                    new AlertDesk(
                                            new PostgresAlertBook(
                                                    JdbcClient.create(DATABASE),
                                                    new Outbox(JdbcClient.create(DATABASE), new OutboxSignal())),
                                            Audience.NOBODY,
                                            AlertTasks.NONE),
                                    STORE,
                                    meters),
                            journal.transitions(),
                            journal.unmappedCodes()),
                    new TransactionTemplate(new JdbcTransactionManager(DATABASE)),
                    meters,
                    together);
            try (LaneScheduler scheduler = journal.scheduler(
                    workers == 1 ? flow : new Delayed(flow, seed),
                    new PatientLanes(new FeedPreparation(feeds), new NumberOwners(DATABASE)::of),
                    FailurePolicy.GO_ON)) {
                scheduler.start();
                List<CompletionStage<Receipt>> receipts = new ArrayList<>();
                for (byte[] bytes : traffic) {
                    receipts.add(journal.messages()
                            .record(
                                    new WireMessage(bytes, FeedName.DEFAULT, "", BEGIN.plusSeconds(86_400)),
                                    HeaderPeek.of(bytes).orElseThrow()));
                }
                receipts.forEach(receipt -> receipt.toCompletableFuture().join());
                Awaitility.await()
                        .atMost(PATIENCE)
                        .pollInterval(Duration.ofMillis(10))
                        .until(() -> 0 == queued());
            }
        }
        Map<String, String> end = new TreeMap<>();
        STORE.all().forEach((reference, body) -> end.put(reference, shared(reference) ? withoutMeta(body) : body));
        return end;
    }

    private static int queued() {
        Integer queued =
                SQL.queryForObject("select count(*) from tributary.message where state = 'QUEUED'", Integer.class);
        return queued == null ? -1 : queued;
    }

    // what all patients share is written by whoever comes first
    private static boolean shared(String reference) {
        return reference.startsWith("Location/")
                || reference.startsWith("Practitioner/")
                || reference.startsWith("Organization/");
    }

    private static String withoutMeta(String body) {
        return body.replaceFirst("\"meta\":\\{[^}]*},?", "");
    }

    private static void clear() {
        STORE.clear();
        List<String> tables = SQL.queryForList(
                "select 'tributary.' || table_name from information_schema.tables where table_schema = 'tributary'"
                        + " and table_name not like 'flyway%'",
                String.class);
        SQL.execute("truncate " + String.join(", ", tables) + " cascade");
        SQL.execute("alter sequence tributary.message_id restart");
    }

    private static final class Delayed implements MessageProcessor {

        private final MessageFlow flow;
        private final long seed;

        Delayed(MessageFlow flow, long seed) {
            this.flow = flow;
            this.seed = seed;
        }

        @Override
        public int most() {
            return flow.most();
        }

        @Override
        public void process(InboundMessage message) {
            processTogether(List.of(message));
        }

        @Override
        public void processTogether(List<InboundMessage> messages) {
            Random own = new Random(seed * 31 + messages.get(0).id().value());
            if (own.nextInt(3) == 0) {
                LockSupport.parkNanos(own.nextInt(10_000_000));
            }
            flow.processTogether(messages);
        }
    }

    private static List<byte[]> traffic(Random random) {
        List<byte[]> traffic = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            String mrn = "M" + random.nextInt(PATIENTS);
            String time = "202603010" + (8 + random.nextInt(2)) + (10 + random.nextInt(50)) + (10 + random.nextInt(50));
            String other = "M" + random.nextInt(PATIENTS);
            boolean merge = random.nextInt(10) == 0 && !other.equals(mrn);
            String trigger =
                    merge ? "A40" : List.of("A01", "A08", "A02", "A03", "A04").get(random.nextInt(5));
            List<String> segments = new ArrayList<>(List.of(
                    "MSH|^~\\&|EHR|NORTH|TRIBUTARY|HUB|" + time + "||ADT^" + trigger + "|C" + i + "|P|2.5.1",
                    "EVN|" + trigger + "|" + time,
                    "PID|1||" + mrn + "^^^NORTH^MR||Quillon" + random.nextInt(3) + "^Zephyrine||1961020"
                            + (1 + random.nextInt(9)) + "|F|||Weg " + random.nextInt(5) + "^^Sanddorn^^99999^DE"));
            if (merge) {
                segments.add("MRG|" + other + "^^^NORTH^MR");
            } else {
                segments.add("PV1|1|I|W" + random.nextInt(3) + "^1^A^NORTH||||3101^Okonkwo^Ada||||||||||||V" + mrn + "-"
                        + random.nextInt(2) + "^^^NORTH^VN|||||||||||||||||||||||||" + time);
            }
            traffic.add((String.join("\r", segments) + "\r").getBytes(StandardCharsets.UTF_8));
        }
        return traffic;
    }
}
