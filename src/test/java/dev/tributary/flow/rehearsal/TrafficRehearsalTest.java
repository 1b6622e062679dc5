package dev.tributary.flow.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariDataSource;
import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import dev.tributary.flow.wire.FeedProperties;
import dev.tributary.flow.wire.FeedRegistry;
import dev.tributary.hl7.HeaderPeek;
import dev.tributary.hl7.WireMessage;
import dev.tributary.journal.Journal;
import dev.tributary.journal.JournalProperties;
import dev.tributary.journal.ReceivedMessages;
import dev.tributary.kit.Messages;
import dev.tributary.kit.TestDatabase;
import dev.tributary.mapping.MappingLibrary;
import dev.tributary.mapping.document.MappingFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiPredicate;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/**
 * A change over real traffic in a real journal. {@code -Drehearsal.messages=100000} makes it a measurement: it prints how
 * long a rehearsal takes.
 */
class TrafficRehearsalTest {

    /** More than a page of the journal. */
    private static final int MESSAGES = Integer.getInteger("rehearsal.messages", 620);

    private static final Path MAPPINGS = Path.of("mappings");
    private static final FeedName FEED = new FeedName("adt");

    @SuppressWarnings("NullAway.Init")
    private static HikariDataSource pool;

    @SuppressWarnings("NullAway.Init")
    private static Journal journal;

    @SuppressWarnings("NullAway.Init")
    private static MappingLibrary now;

    @SuppressWarnings("NullAway.Init")
    private static MappingLibrary then;

    @BeforeAll
    static void fillsAJournal() {
        pool = new HikariDataSource();
        pool.setDataSource(TestDatabase.create());
        pool.setMaximumPoolSize(4);
        Flyway.configure()
                .dataSource(pool)
                .locations("classpath:db/migration")
                .load()
                .migrate();
        journal = Journal.open(
                pool, JournalProperties.defaults(), wire -> HeaderPeek.of(wire.bytes()), Clock.systemUTC());
        Instant begin = Clock.systemUTC().instant().minusSeconds(3_600);
        List<CompletableFuture<?>> recorded = new ArrayList<>();
        for (int i = 0; i < MESSAGES; i++) {
            // every second one is a woman's; names differ, so that there are more values than are told one by one
            String text = new String(Messages.adtA01().withControlId("R" + i).bytes(), StandardCharsets.UTF_8)
                    .replace("Larkspur^Imogen", "Larkspur^Imogen" + (i % 40));
            byte[] bytes = (i % 2 == 0 ? text : text.replace("|F|", "|M|")).getBytes(StandardCharsets.UTF_8);
            // some of them at the very same moment
            WireMessage wire = new WireMessage(bytes, FEED, "10.0.0.7", begin.plusMillis(i / 7));
            recorded.add(journal.messages()
                    .record(wire, HeaderPeek.of(bytes).orElseThrow())
                    .toCompletableFuture());
            if (recorded.size() == 500) {
                recorded.forEach(CompletableFuture::join);
                recorded.clear();
            }
        }
        recorded.forEach(CompletableFuture::join);
        now = MappingLibrary.load(MAPPINGS);
        then = MappingLibrary.of(MappingFiles.in(MAPPINGS)
                .with("overlays/tried/segments/pid-patient.yaml", """
                        overlay: PID[Patient]
                        drop:
                          - {id: PID-8/gender, ruling: tried}
                        change:
                          - {id: "PID-5/name[1]", to: "name[9]", ruling: tried}
                        add:
                          - {from: PID-5.2, to: "name[7].text", ruling: tried}
                        """)
                .held(Path.of("target", "no-added-codes")));
    }

    @AfterAll
    static void closes() {
        journal.close();
        pool.close();
    }

    private static TrafficRehearsal rehearsal() {
        FeedProperties feed = new Binder(new MapConfigurationPropertySource(Map.of("feed.port", 2575)))
                .bind("feed", FeedProperties.class)
                .get();
        return new TrafficRehearsal(journal.received(), new FeedRegistry(Map.of(FEED, feed)), Clock.systemUTC());
    }

    private static TrafficRehearsal.Asked asked(String overlay) {
        return new TrafficRehearsal.Asked("overlays/tried", "ada", 1, FEED, now, then, overlay);
    }

    private static RehearsalReport ended(TrafficRehearsal rehearsal) {
        await().atMost(Duration.ofMinutes(20))
                .until(() -> rehearsal.report().orElseThrow().state() != RehearsalReport.State.RUNNING);
        return rehearsal.report().orElseThrow();
    }

    @Test
    void differencesAreGroupedWithCountsAndExamples() {
        try (TrafficRehearsal rehearsal = rehearsal()) {
            assertThat(rehearsal.begin(asked("tried"))).isTrue();
            RehearsalReport report = ended(rehearsal);

            assertThat(report.state()).isEqualTo(RehearsalReport.State.DONE);
            assertThat(report.total()).isEqualTo(MESSAGES);
            assertThat(report.done()).isEqualTo(MESSAGES);
            assertThat(report.different()).isEqualTo(MESSAGES);
            assertThat(report.unread()).isZero();
            assertThat(of(report, "Patient.gender"))
                    .extracting(Difference::before, Difference::after, Difference::count)
                    .containsExactlyInAnyOrder(
                            tuple("female", "", (MESSAGES + 1) / 2L), tuple("male", "", MESSAGES / 2L));
            assertThat(of(report, "Patient.gender").get(0).examples()).hasSize(5);
            // forty names: a dozen one by one, the others together
            assertThat(of(report, "Patient.name.text")).hasSize(Differences.MOST_VALUES + 1);
            assertThat(of(report, "Patient.name.text").stream()
                            .mapToLong(Difference::count)
                            .sum())
                    .isEqualTo(MESSAGES);
            if (MESSAGES > 10_000) {
                System.out.println("rehearsal of " + MESSAGES + " messages: "
                        + Duration.between(report.startedAt(), report.endedAt()));
            }
        }
    }

    private static List<Difference> of(RehearsalReport report, String element) {
        return report.differences().stream()
                .filter(each -> each.element().equals(element))
                .toList();
    }

    @Test
    void aChangeThatNoFeedUsesChangesNothingAndASecondOneWaitsItsTurn() {
        try (TrafficRehearsal rehearsal = rehearsal()) {
            assertThat(rehearsal.report()).isEmpty();
            assertThat(rehearsal.cancel()).isFalse();
            assertThat(rehearsal.begin(asked(""))).isTrue();
            boolean second = rehearsal.begin(asked(""));
            RehearsalReport report = ended(rehearsal);

            assertThat(second).isFalse();
            assertThat(report.different()).isZero();
            assertThat(report.differences()).isEmpty();
        }
    }

    @Test
    void anErrorEndsItSoThatTheNextCanBegin() {
        ReceivedMessages broken = new ReceivedMessages() {
            @Override
            public long count(@Nullable FeedName feed, Instant from, Instant to) {
                throw new StackOverflowError();
            }

            @Override
            public void walk(
                    @Nullable FeedName feed, Instant from, Instant to, BiPredicate<MessageId, WireMessage> visitor) {}
        };
        try (TrafficRehearsal rehearsal = new TrafficRehearsal(broken, new FeedRegistry(Map.of()), Clock.systemUTC())) {
            assertThat(rehearsal.begin(asked(""))).isTrue();
            await().dontCatchUncaughtExceptions()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> rehearsal.report().orElseThrow().state() == RehearsalReport.State.FAILED);

            assertThat(rehearsal.begin(asked(""))).isTrue();
        }
    }

    @Test
    void itStopsWhenItIsToldAndKeepsWhatItFound() {
        try (TrafficRehearsal rehearsal = rehearsal()) {
            assertThat(rehearsal.begin(asked("tried"))).isTrue();
            assertThat(rehearsal.cancel()).isTrue();
            RehearsalReport report = ended(rehearsal);

            assertThat(report.state()).isEqualTo(RehearsalReport.State.CANCELLED);
            assertThat(report.done()).isLessThan(MESSAGES);
        }
        assertThatThrownBy(() -> new TrafficRehearsal.Asked("x", "ada", 0, FEED, now, then, ""))
                .hasMessageContaining("use 1 to 366");
    }
}
