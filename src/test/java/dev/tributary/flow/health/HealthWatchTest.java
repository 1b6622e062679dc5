package dev.tributary.flow.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.alert.AlertRules;
import dev.tributary.alert.Alerting;
import dev.tributary.alert.Severity;
import dev.tributary.alert.audience.AudienceLists;
import dev.tributary.alert.audience.RecordAudience;
import dev.tributary.alert.broker.QueueDepths;
import dev.tributary.alert.broker.SubscriberQueues;
import dev.tributary.alert.ledger.DeliveryLedger;
import dev.tributary.alert.loop.AlertDesk;
import dev.tributary.alert.loop.PostgresAlertBook;
import dev.tributary.alert.loop.StoredTasks;
import dev.tributary.alert.rule.RuleFile;
import dev.tributary.base.FeedName;
import dev.tributary.flow.wire.FeedProperties;
import dev.tributary.flow.wire.mllp.TestCertificates;
import dev.tributary.journal.FeedCount;
import dev.tributary.journal.FeedRhythm;
import dev.tributary.kit.AlertRig;
import dev.tributary.kit.InMemoryFhirStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The shipped rules about the engine itself, on a real database, under a clock that the test sets. */
class HealthWatchTest {

    private static final FeedName LAB = new FeedName("lab");
    // a Tuesday
    private static final Instant MORNING = Instant.parse("2026-03-24T08:00:00Z");
    private static final AlertRules RULES = AlertRules.load(RuleFile.in(Path.of("mappings")));

    private final SetClock clock = new SetClock();

    @SuppressWarnings("NullAway.Init")
    private AlertRig rig;

    @SuppressWarnings("NullAway.Init")
    private Alerting alerting;

    @SuppressWarnings("NullAway.Init")
    private FeedRhythm rhythm;

    private FeedCount count = sent(0, MORNING);

    @BeforeEach
    void start(@TempDir Path folder) {
        rig = new AlertRig(folder, Map.of("ward.url", "http://127.0.0.1:1/alerts", "team.events", "engine-health"));
        InMemoryFhirStore store = new InMemoryFhirStore();
        alerting = new Alerting(
                () -> RULES,
                new AlertDesk(
                        new PostgresAlertBook(rig.jdbc, rig.outbox),
                        new RecordAudience(new AudienceLists(rig.database)),
                        new StoredTasks(store)),
                store,
                new SimpleMeterRegistry());
        rhythm = new FeedRhythm(rig.jdbc, Duration.ofHours(2));
        clock.now = MORNING;
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private HealthWatch watch(HealthSource... sources) {
        return new HealthWatch(List.of(sources), alerting, rig.transaction, clock, Duration.ZERO);
    }

    private HealthWatch feedWatch(Map<String, Duration> limits) {
        return watch(new FeedSource(() -> List.of(count), () -> Set.of(LAB), rhythm, limits, rig.transaction));
    }

    @Test
    void aFeedThatIsQuieterThanItsOwnPatternIsToldOnceAndItsRecoveryOnce() {
        long total = fourWeeksOfOfficeHours();
        count = sent(total + 1, MORNING.minusSeconds(60));
        HealthWatch watch = feedWatch(Map.of());

        minutes(watch, 9);
        assertThat(told("feed-silence"))
                .as("nine minutes without the usual nine messages")
                .isEmpty();
        minutes(watch, 30);
        // a restart forgets nothing and says nothing again
        watch = feedWatch(Map.of());
        minutes(watch, 30);
        assertThat(told("feed-silence")).containsExactly("raised");
        count = sent(total + 32, clock.now);
        minutes(watch, 2);

        assertThat(told("feed-silence")).containsExactly("raised", "recovered");
        assertThat(text("feed-silence"))
                .startsWith(
                        "Feed lab: the last message came 11 minutes ago, 10 are usual in such a time; 1 in the last hour");
        assertThat(rig.jdbc
                        .sql("select body from tributary.alert where kind = 'raised'")
                        .query(String.class)
                        .single())
                .as("no message is behind it")
                .contains("urn:tributary:feed:lab")
                .doesNotContain("\"message\"");
    }

    @Test
    void aSundayOnWhichNothingEverComesIsNoSilence() {
        long total = fourWeeksOfOfficeHours();
        clock.now = Instant.parse("2026-03-29T08:00:00Z");
        count = sent(total + 1, clock.now.minus(Duration.ofHours(15)));
        HealthWatch watch = feedWatch(Map.of());

        for (int hour = 0; hour < 10; hour++) {
            clock.now = clock.now.plus(Duration.ofHours(1));
            watch.look();
        }

        assertThat(told("feed-silence")).isEmpty();
    }

    @Test
    void aFeedThatOnlyTricklesHasNotRecovered() {
        long total = fourWeeksOfOfficeHours();
        HealthWatch watch = feedWatch(Map.of());
        for (int minute = 0; minute < 65; minute++) {
            // one in twenty minutes, where sixty an hour are usual
            count = sent(total + 1 + minute / 20, clock.now.minusSeconds(60L * (minute % 20)));
            minutes(watch, 1);
        }
        assertThat(told("feed-silence")).containsExactly("raised");
        count = sent(total + 60, clock.now);
        minutes(watch, 1);

        assertThat(told("feed-silence")).containsExactly("raised", "recovered");
    }

    @Test
    void aLimitOfTheSettingsHoldsAtAnyTimeAndForAFeedThatNeverSpoke() {
        count = new FeedCount(LAB, 0, 0, 0, Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), null, null);
        HealthWatch watch = feedWatch(Map.of("lab", Duration.ofMinutes(30)));

        minutes(watch, 30);
        assertThat(told("feed-silence")).isEmpty();
        minutes(watch, 30);
        assertThat(told("feed-silence")).containsExactly("raised");
        count = sent(1, clock.now);
        minutes(watch, 1);

        assertThat(told("feed-silence")).containsExactly("raised", "recovered");
    }

    @Test
    void aBacklogIsToldByItsAgeAndByItsLength() {
        HealthWatch watch = feedWatch(Map.of());
        count = queued(1, MORNING.minus(Duration.ofMinutes(14)));
        watch.look();
        assertThat(told("feed-backlog")).isEmpty();
        minutes(watch, 5);
        assertThat(told("feed-backlog")).containsExactly("raised");
        count = queued(3, clock.now);
        minutes(watch, 1);
        assertThat(told("feed-backlog")).containsExactly("raised", "recovered");
        count = queued(5000, clock.now);
        minutes(watch, 1);

        assertThat(told("feed-backlog")).containsExactly("raised", "recovered", "raised");
    }

    @Test
    void refusalsAndHeldMessagesAreTold() {
        HealthWatch watch = feedWatch(Map.of());
        count = refused(100, 0);
        watch.look();
        count = refused(120, 10);
        minutes(watch, 1);
        assertThat(told("feed-refusals")).containsExactly("raised");
        assertThat(text("feed-refusals")).isEqualTo("10 of the last 20 messages of feed lab were refused");
        minutes(watch, 20);
        assertThat(told("feed-refusals")).containsExactly("raised", "recovered");

        count = new FeedCount(
                LAB, 5, 0, 2, Map.of(), Map.of("IDENTITY_CONFLICT", 1L), Map.of(), Map.of(), Map.of(), null, null);
        minutes(watch, 3);
        assertThat(told("feed-held")).containsExactly("raised");
        count = sent(5, clock.now);
        minutes(watch, 1);

        assertThat(told("feed-held")).containsExactly("raised", "recovered");
    }

    @Test
    void aSubscriberThatTakesNothingIsToldToOthersByItsOwnQueue() throws Exception {
        rig.startBroker();
        rig.startRelay();
        clock.now = AlertRig.NOW;
        SubscriberQueues queues = new SubscriberQueues(rig.access(), rig.subscribers);
        HealthWatch watch = watch(new SubscriberSource(
                rig.subscribers, new QueueDepths(queues, clock), new DeliveryLedger(rig.jdbc, clock)));
        rig.commit(AlertRig.alert("critical-result", Severity.CRITICAL, "p1", 1));
        await().until(() -> queues.depths().getOrDefault("alerts.ward", 0L) == 1);

        minutes(watch, 29);
        assertThat(told("subscriber-backlog")).isEmpty();
        minutes(watch, 2);
        assertThat(told("subscriber-backlog")).containsExactly("raised");
        assertThat(text("subscriber-backlog"))
                .startsWith("1 alerts wait for subscriber ward, the oldest for 30 minutes");
        // the same way out as every other alert, by its own filter
        assertThat(rig.take("alerts.team", 1).get(0).getStringProperty("rule")).isEqualTo("subscriber-backlog");
        rig.take("alerts.ward", 1, 10);
        minutes(watch, 1);
        queues.close();

        assertThat(told("subscriber-backlog")).containsExactly("raised", "recovered");
    }

    @Test
    void aDiskThatFillsIsTold(@TempDir Path folder) {
        double[] free = {50};
        HealthWatch watch = watch(
                now -> {
                    throw new IllegalStateException("one source that fails keeps no other from being asked");
                },
                now -> List.of(Measurement.of("engine", "engine").with("diskFreePercent", free[0])));
        watch.look();
        free[0] = 9.5;
        minutes(watch, 5);
        free[0] = 12;
        minutes(watch, 5);
        assertThat(told("disk-space")).containsExactly("raised");
        free[0] = 16;
        minutes(watch, 5);
        assertThat(told("disk-space")).containsExactly("raised", "recovered");

        assertThat(new MachineSource(folder, rig.outbox).measure(MORNING))
                .singleElement()
                .satisfies(measured -> assertThat(measured.resource().getParameter("diskFreePercent"))
                        .isNotNull());
    }

    @Test
    void aCertificateThatExpiresIsToldUntilItIsRenewed(@TempDir Path folder) throws Exception {
        TestCertificates certificates = new TestCertificates(folder).with("server", "ip:127.0.0.1", 90);
        FeedProperties settings = new Binder(new MapConfigurationPropertySource(Map.of(
                        "feed.tls.certificate", certificates.path("server.pem"),
                        "feed.tls.key", certificates.path("server.key"))))
                .bind("feed", FeedProperties.class)
                .get();
        HealthWatch watch = watch(new CertificateSource(() -> Map.of(LAB, settings)));
        clock.now = Clock.systemUTC().instant();

        watch.look();
        assertThat(told("certificate-expiry")).isEmpty();
        clock.now = clock.now.plus(Duration.ofDays(61));
        watch.look();
        minutes(watch, 3);
        assertThat(told("certificate-expiry")).containsExactly("raised");
        assertThat(text("certificate-expiry")).isEqualTo("A certificate of feed lab is good for 28 more days");
        certificates.with("server", "ip:127.0.0.1", 365);
        minutes(watch, 1);

        assertThat(told("certificate-expiry")).containsExactly("raised", "recovered");
    }

    // sixty an hour from 8 to 18 on working days, up to this morning; returns what that comes to
    private long fourWeeksOfOfficeHours() {
        ZonedDateTime end = MORNING.atZone(ZoneOffset.UTC);
        ZonedDateTime hour = end.minusWeeks(4).minusHours(1);
        long[] total = {0};
        while (hour.isBefore(end)) {
            boolean weekend = hour.getDayOfWeek() == DayOfWeek.SATURDAY || hour.getDayOfWeek() == DayOfWeek.SUNDAY;
            total[0] += !weekend && hour.getHour() >= 8 && hour.getHour() < 18 ? 60 : 0;
            Instant at = hour.toInstant();
            rig.transaction.executeWithoutResult(status -> rhythm.note(LAB, total[0], at, at));
            hour = hour.plusHours(1);
        }
        return total[0];
    }

    private void minutes(HealthWatch watch, int number) {
        for (int i = 0; i < number; i++) {
            clock.now = clock.now.plusSeconds(60);
            watch.look();
        }
    }

    private List<String> told(String rule) {
        return rig.jdbc
                .sql("select kind from tributary.alert where rule = ? order by seq")
                .param(rule)
                .query(String.class)
                .list();
    }

    private String text(String rule) {
        return Objects.requireNonNull(rig.jdbc
                .sql("select summary from tributary.alert where rule = ? order by seq limit 1")
                .param(rule)
                .query(String.class)
                .single());
    }

    private static FeedCount sent(long received, Instant last) {
        return new FeedCount(LAB, received, received, 0, Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), last, null);
    }

    private static FeedCount queued(long number, Instant oldest) {
        return new FeedCount(LAB, number, 0, number, Map.of(), Map.of(), Map.of(), Map.of(), Map.of(), oldest, oldest);
    }

    private static FeedCount refused(long received, long refused) {
        return new FeedCount(
                LAB,
                received,
                received - refused,
                0,
                Map.of(),
                Map.of(),
                Map.of(),
                Map.of("MESSAGE_UNREADABLE", refused),
                Map.of(),
                MORNING,
                null);
    }

    /** Says what it is told. */
    private static final class SetClock extends Clock {
        private Instant now = MORNING;

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
