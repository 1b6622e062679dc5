package dev.tributary.alert.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.alert.Alert;
import dev.tributary.alert.AlertContext;
import dev.tributary.alert.AlertKind;
import dev.tributary.alert.AlertRules;
import dev.tributary.alert.AlertState;
import dev.tributary.alert.Alerting;
import dev.tributary.alert.Reach;
import dev.tributary.alert.audience.Audience;
import dev.tributary.alert.audience.AudienceLists;
import dev.tributary.alert.audience.RecordAudience;
import dev.tributary.alert.broker.SubscriberQueues;
import dev.tributary.alert.ledger.AlertLedger;
import dev.tributary.alert.ledger.AlertStory;
import dev.tributary.alert.ledger.DeliveryLedger;
import dev.tributary.alert.ledger.DeliveryState;
import dev.tributary.alert.ledger.StoryEvent;
import dev.tributary.alert.ledger.Timeliness;
import dev.tributary.alert.ledger.TimelinessRow;
import dev.tributary.alert.rule.RuleFile;
import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import dev.tributary.kit.AlertRig;
import dev.tributary.kit.InMemoryFhirStore;
import dev.tributary.store.ResourceChange;
import dev.tributary.store.StoreTransaction;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.jms.Connection;
import jakarta.jms.Session;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Task;
import org.hl7.fhir.r4.model.Task.TaskStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole nights on a real database, under a clock that the test sets. */
class NightTest {

    private static final Instant EVENING = Instant.parse("2026-03-02T20:00:00Z");
    private static final AlertRules RULES = AlertRules.load(RuleFile.in(Path.of("mappings")));

    private final InMemoryFhirStore record = new InMemoryFhirStore();
    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final SetClock clock = new SetClock();
    private AlertRig rig;
    private AlertRules rules = RULES;
    private PostgresAlertBook book;
    private Alerting alerting;
    private Acknowledgements acknowledgements;
    private AlertClock night;
    private AlertLedger ledger;
    private Timeliness timeliness;
    private long messages;

    @BeforeEach
    void evening(@TempDir Path folder) {
        rig = new AlertRig(folder, Map.of("pager.severities", "critical", "desk.rules", "admission"));
        clock.set(EVENING);
        engineStarts();
        Practitioner doctor = new Practitioner();
        doctor.addIdentifier().setValue("1234567890");
        write("Practitioner/doctor", doctor);
        Patient patient = new Patient();
        patient.addIdentifier().setSystem("urn:mrn").setValue("M1");
        write("Patient/p1", patient);
        Encounter visit = new Encounter();
        visit.setStatus(EncounterStatus.INPROGRESS);
        visit.addParticipant().getIndividual().setReference("Practitioner/doctor");
        visit.getParticipantFirstRep().addType().addCoding().setCode("ATND");
        write("Encounter/e1", visit);
    }

    @AfterEach
    void morning() {
        rig.close();
    }

    // all that a restart keeps is the database and the record
    private void engineStarts() {
        book = new PostgresAlertBook(rig.jdbc, rig.outbox);
        StoredTasks tasks = new StoredTasks(record);
        RecordAudience audience = new RecordAudience(new AudienceLists(rig.database));
        alerting = new Alerting(() -> rules, new AlertDesk(book, audience, tasks), record, meters);
        acknowledgements =
                new Acknowledgements(() -> rules, book, tasks, book::heardBy, rig.transaction, clock, meters);
        TaskAnswers answers = new TaskAnswers(book, tasks, acknowledgements, record, rig.transaction);
        night = new AlertClock(
                () -> rules, book, audience, alerting, List.of(answers::look), record, rig.transaction, clock, meters);
        ledger = new AlertLedger(rig.jdbc);
        timeliness = new Timeliness(rig.jdbc, clock);
    }

    @Test
    void nobodyAnswersAndEachStepIsTakenOnceThroughARestart() {
        Alert alert = raiseCritical("o1");
        new DeliveryLedger(rig.jdbc, clock).record(alert.id(), "pager", DeliveryState.DELIVERED, 1, "200");

        passMinutes(14);
        assertThat(kinds(alert)).isEmpty();
        passMinutes(2);
        assertThat(kinds(alert)).containsExactly("escalated [unit, charge-nurse]");
        engineStarts();
        passMinutes(1);
        assertThat(kinds(alert)).hasSize(1);
        passMinutes(14);
        assertThat(kinds(alert))
                .containsExactly("escalated [unit, charge-nurse]", "escalated [attending, house-supervisor]");
        passMinutes(600);

        assertThat(kinds(alert)).hasSize(2);
        assertThat(standing(alert)).isEqualTo(AlertState.OPEN);
        assertThat(words(alert)).containsExactly("raised", "delivered", "escalated", "escalated", "overdue");
        assertThat(timeliness.overdue()).containsEntry("critical-result", 1L);
    }

    @Test
    void aClockSetForwardDoesAllStepsAtOnceAndOneSetBackDoesNoneTwice() {
        Alert alert = raiseCritical("o1");

        passMinutes(120);
        assertThat(kinds(alert)).hasSize(2);
        clock.set(EVENING);
        passMinutes(40);

        assertThat(kinds(alert)).hasSize(2);
    }

    @Test
    void whoMustHearAcknowledgesWithReadBackAndTheNightIsQuiet() {
        Alert alert = raiseCritical("o1");
        passMinutes(10);

        Answered answered = answer(alert, "1234567890", "potassium seven point one");
        passMinutes(600);

        assertThat(answered).isInstanceOf(Answered.Accepted.class);
        assertThat(kinds(alert)).isEmpty();
        assertThat(words(alert)).containsExactly("raised", "acknowledged");
        assertThat(story(alert).events().get(1).detail()).contains("seven point one");
        assertThat(task(alert).getStatus()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(meters.get("tributary.alerts.answered")
                        .tag("within", "true")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void everyWrongAnswerIsToldWhyAndIsInTheStory() {
        Alert alert = raiseCritical("o1");

        assertThat(answer(alert, "stranger", "read")).isInstanceOf(Answered.NotInAudience.class);
        assertThat(answer(alert, "", "read")).isInstanceOf(Answered.Nameless.class);
        assertThat(answer(alert, "1234567890", "")).isInstanceOf(Answered.ReadBackMissing.class);
        assertThat(standing(alert)).isEqualTo(AlertState.OPEN);
        assertThat(answer(alert, "1234567890", "read")).isInstanceOf(Answered.Accepted.class);
        assertThat(answer(alert, "Practitioner/doctor", "read")).isEqualTo(new Answered.Repeated("1234567890"));
        assertThat(acknowledgements.take(new Acknowledgement("no-such", "x", "", "rest", true)))
                .isInstanceOf(Answered.Unknown.class);
        assertThat(words(alert)).containsExactly("raised", "refused", "refused", "refused", "acknowledged", "refused");
    }

    @Test
    void aCorrectionAfterTheAcknowledgementOpensTheLoopAgainAndAWithdrawalClosesIt() {
        Alert alert = raiseCritical("o1");
        passMinutes(5);
        answer(alert, "1234567890", "7.1");
        passMinutes(60);

        hear("ORU^R01", critical("o1", "7.9", ObservationStatus.CORRECTED));
        assertThat(standing(alert)).isEqualTo(AlertState.OPEN);
        assertThat(task(alert).getStatus()).isEqualTo(TaskStatus.REQUESTED);
        passMinutes(16);
        assertThat(kinds(alert)).hasSize(2).last().asString().startsWith("escalated");
        hear("ORU^R01", critical("o1", "7.9", ObservationStatus.ENTEREDINERROR));
        passMinutes(600);

        assertThat(standing(alert)).isEqualTo(AlertState.RETRACTED);
        assertThat(task(alert).getStatus()).isEqualTo(TaskStatus.CANCELLED);
        assertThat(kinds(alert)).hasSize(3).last().asString().startsWith("retracted");
        assertThat(answer(alert, "1234567890", "7.9")).isEqualTo(new Answered.NotOpen(AlertState.RETRACTED));
        assertThat(words(alert))
                .containsExactly("raised", "acknowledged", "reopened", "escalated", "retracted", "refused");
    }

    @Test
    void whatHasRecoveredIsNotAcknowledgedAnyMoreAndTheAnswerIsInItsStory() {
        rules = AlertRules.load(List.of(new RuleFile("mappings/alerts/fever.yaml", """
                rule: fever
                title: t
                event: fever
                resource: Observation
                when: "%current.value.value >= 39"
                recovered: "%current.value.value < 38"
                key: ["%current.id", "%message"]
                severity: critical
                audience: [attending]
                text: "Fever"
                response: {within: 30m}
                """)));
        Alert alert =
                hear("ORU^R01", critical("o1", "39.5", ObservationStatus.FINAL)).get(0);
        hear("ORU^R01", critical("o1", "37.5", ObservationStatus.FINAL));
        passMinutes(600);

        assertThat(answer(alert, "1234567890", "heard")).isEqualTo(new Answered.NotOpen(AlertState.RECOVERED));
        assertThat(standing(alert)).isEqualTo(AlertState.RECOVERED);
        assertThat(task(alert).getStatus()).isEqualTo(TaskStatus.CANCELLED);
        assertThat(words(alert)).containsExactly("raised", "recovered", "refused");
        assertThat(kinds(alert)).as("nobody is paged for it later").containsExactly("recovered");
    }

    @Test
    void theSameResultFromAnotherFeedPagesNobodyAgain() {
        Alert alert = raiseCritical("o1");

        assertThat(hear("ORU^R01", critical("o1", "7.1", ObservationStatus.FINAL)))
                .isEmpty();
        assertThat(kinds(alert)).isEmpty();
    }

    @Test
    void aTaskTellsOwnerDeadlineAndFocusAndWhoCompletesItAcknowledges() {
        Alert alert = raiseCritical("o1");
        Task task = task(alert);
        assertThat(task.getStatus()).isEqualTo(TaskStatus.REQUESTED);
        assertThat(task.getOwner().getReference()).isEqualTo("Practitioner/doctor");
        assertThat(task.getFocus().getReference()).isEqualTo("Observation/o1");
        assertThat(task.getRestriction().getPeriod().getEnd().toInstant())
                .isEqualTo(alert.at().plus(Duration.ofMinutes(30)));

        Task silent = task.copy();
        silent.setStatus(TaskStatus.COMPLETED);
        write("Task/" + alert.id(), silent);
        passMinutes(1);
        assertThat(standing(alert)).isEqualTo(AlertState.OPEN);
        assertThat(task(alert).getStatus()).isEqualTo(TaskStatus.REQUESTED);
        assertThat(task(alert).getStatusReason().getText()).contains("read-back");

        Task answered = task(alert);
        answered.setStatus(TaskStatus.COMPLETED);
        answered.addOutput().setValue(new StringType("seven one")).getType().setText("read-back");
        write("Task/" + alert.id(), answered);
        passMinutes(1);

        assertThat(standing(alert)).isEqualTo(AlertState.ACKNOWLEDGED);
        assertThat(story(alert).entry().progress().acknowledgedBy()).isEqualTo("Practitioner/doctor");
    }

    @Test
    void aSubscriberAcknowledgesOnItsOwnQueueAndIsToldWhatDoesNot() throws Exception {
        rig.startBroker();
        Alert alert = raiseCritical("o1");
        rig.jdbc
                .sql("insert into tributary.delivery values (?, 'pager', 'queued', now(), 0, '')")
                .param(java.util.UUID.fromString(alert.id()))
                .update();
        ReplyQueues replies = new ReplyQueues(
                rig.access(),
                rig.subscribers,
                new DeliveryLedger(rig.jdbc, clock),
                acknowledgements,
                queues()::hasReplies);
        String reply = "{\"alert\":\"" + alert.id() + "\",\"by\":\"Dr. Thrane\",\"readBack\":\"seven one\"}";

        // the desk did not get the alert
        send("alerts.desk.replies", reply);
        send("alerts.pager.replies", "not json");
        replies.look();
        assertThat(standing(alert)).isEqualTo(AlertState.OPEN);
        assertThat(rig.take("alerts.desk.refused", 1).get(0).getStringProperty("refused"))
                .contains("not for whoever answered");
        assertThat(rig.take("alerts.pager.refused", 1).get(0).getStringProperty("refused"))
                .contains("no alert of that id");
        send("alerts.pager.replies", reply);
        replies.look();
        replies.close();

        assertThat(standing(alert)).isEqualTo(AlertState.ACKNOWLEDGED);
        assertThat(story(alert).entry().progress().acknowledgedBy()).isEqualTo("Dr. Thrane");
    }

    @Test
    void aSignedLinkIsGoodOnceForItsAlertAndUntilItsTime() {
        AlertLinks links = new AlertLinks(new byte[] {7, 7}, Duration.ofHours(1), clock);
        String token = links.pathFor("a-b").substring("/ack/".length());

        assertThat(links.read(token)).isEqualTo(new AlertLinks.Reading.Good("a-b"));
        assertThat(links.read(token.replace("a-b", "a-c"))).isInstanceOf(AlertLinks.Reading.Forged.class);
        assertThat(links.read("")).isInstanceOf(AlertLinks.Reading.Forged.class);
        assertThat(new AlertLinks(new byte[] {8}, Duration.ofHours(1), clock).read(token))
                .isInstanceOf(AlertLinks.Reading.Forged.class);
        passMinutes(61);
        assertThat(links.read(token)).isInstanceOf(AlertLinks.Reading.Expired.class);
    }

    @Test
    void aBurstEndsInOneSummaryWithItsNumber() {
        rules = AlertRules.load(List.of(new RuleFile("mappings/alerts/noisy.yaml", """
                rule: noisy
                title: t
                event: noisy
                resource: Observation
                when: "true"
                key: ["%current.id"]
                severity: warning
                text: t
                burst: {most: 3, within: 10m}
                """)));
        for (int i = 0; i < 50; i++) {
            hear("ORU^R01", critical("n" + i, "1", ObservationStatus.FINAL));
        }
        passMinutes(11);
        passMinutes(60);

        assertThat(rig.jdbc
                        .sql("select summary from tributary.alert where kind = 'summary'")
                        .query(String.class)
                        .list())
                .containsExactly("47 more alerts of rule noisy; see the ledger");
        // three and the summary
        assertThat(rig.outbox.depth()).isEqualTo(4);
    }

    @Test
    void aQuestionAskedForLaterIsAskedOnce() {
        Encounter stay = new Encounter();
        stay.setStatus(EncounterStatus.FINISHED).getClass_().setCode("IMP");
        stay.getSubject().setReference("Patient/p1");
        stay.getPeriod().setEndElement(new DateTimeType("2026-03-02T18:00:00Z"));
        stay.setId("Encounter/stay");
        hear("ADT^A03", stay);

        passMinutes(6 * 24 * 60);
        assertThat(raised("follow-up-overdue")).isZero();
        engineStarts();
        passMinutes(24 * 60);
        passMinutes(24 * 60);

        assertThat(raised("follow-up-overdue")).isEqualTo(1);
    }

    @Test
    void answersThatCannotBeReadProlongNobodysSilence() {
        AtomicInteger looked = new AtomicInteger();
        clockWith(
                List.of(
                        () -> {
                            throw new IllegalStateException("the store hangs");
                        },
                        looked::incrementAndGet),
                (alert, around) -> Reach.UNKNOWN);
        Alert alert = raiseCritical("o1");

        passMinutes(16);

        assertThat(looked).hasValue(1);
        assertThat(kinds(alert)).containsExactly("escalated [unit, charge-nurse]");
    }

    @Test
    void anAlertThatCannotBeEscalatedKeepsNoOtherBackAndIsTriedAgain() {
        AtomicBoolean broken = new AtomicBoolean(true);
        clockWith(List.of(), (alert, around) -> {
            if (broken.get() && alert.focus().equals("Observation/o1")) {
                // as bad as it gets: PostgreSQL ends the whole transaction
                rig.jdbc.sql("select 1 / 0").query(Integer.class).single();
            }
            return Reach.UNKNOWN;
        });
        Alert poisoned = raiseCritical("o1");
        Alert sound = raiseCritical("o2");

        passMinutes(16);

        assertThat(kinds(sound)).hasSize(1);
        assertThat(kinds(poisoned)).isEmpty();
        assertThat(meters.get("tributary.alerts.rule.faults")
                        .tag("rule", "critical-result")
                        .counter()
                        .count())
                .isEqualTo(1);
        broken.set(false);
        passMinutes(1);

        assertThat(kinds(poisoned)).hasSize(1);
    }

    @Test
    void aQuestionThatCannotBeAskedKeepsNoOtherBackAndIsAskedAgain() {
        for (String id : List.of("s1", "s2")) {
            Encounter stay = new Encounter();
            stay.setStatus(EncounterStatus.FINISHED).getClass_().setCode("IMP");
            stay.getSubject().setReference("Patient/p1");
            stay.getPeriod().setEndElement(new DateTimeType("2026-03-02T18:00:00Z"));
            stay.setId("Encounter/" + id);
            hear("ADT^A03", stay);
        }
        AtomicBoolean broken = new AtomicBoolean(true);
        RecordAudience audience = new RecordAudience(new AudienceLists(rig.database));
        alerting = new Alerting(
                () -> rules,
                new AlertDesk(
                        book,
                        (alert, around) -> {
                            if (broken.get() && alert.focus().equals("Encounter/s1")) {
                                throw new IllegalStateException("no audience");
                            }
                            return audience.of(alert, around);
                        },
                        new StoredTasks(record)),
                record,
                meters);
        clockWith(List.of(), audience);

        passMinutes(8 * 24 * 60);
        assertThat(raised("follow-up-overdue")).isEqualTo(1);
        broken.set(false);
        passMinutes(2);

        assertThat(raised("follow-up-overdue")).isEqualTo(2);
    }

    @Test
    void aReplyThatCannotBeTakenGoesToTheEndOfItsQueue() throws Exception {
        rig.startBroker();
        Alert one = raiseCritical("o1");
        Alert two = raiseCritical("o2");
        for (Alert alert : List.of(one, two)) {
            rig.jdbc
                    .sql("insert into tributary.delivery values (?, 'pager', 'queued', now(), 0, '')")
                    .param(java.util.UUID.fromString(alert.id()))
                    .update();
            send("alerts.pager.replies", "{\"alert\":\"" + alert.id() + "\",\"by\":\"Dr. Thrane\",\"readBack\":\"7\"}");
        }
        AtomicInteger asked = new AtomicInteger();
        Acknowledgements shaky = new Acknowledgements(
                () -> {
                    if (asked.incrementAndGet() == 1) {
                        throw new IllegalStateException("not now");
                    }
                    return rules;
                },
                book,
                new StoredTasks(record),
                book::heardBy,
                rig.transaction,
                clock,
                meters);
        ReplyQueues replies = new ReplyQueues(
                rig.access(), rig.subscribers, new DeliveryLedger(rig.jdbc, clock), shaky, queues()::hasReplies);

        replies.look();
        assertThat(standing(one)).isEqualTo(AlertState.OPEN);
        replies.look();
        replies.close();

        assertThat(standing(two)).isEqualTo(AlertState.ACKNOWLEDGED);
        assertThat(standing(one)).isEqualTo(AlertState.ACKNOWLEDGED);
    }

    private void clockWith(List<Runnable> answers, Audience audience) {
        night = new AlertClock(() -> rules, book, audience, alerting, answers, record, rig.transaction, clock, meters);
    }

    @Test
    void aMessageOfTwoPatientsIsToldOnceHoweverOftenItFails() {
        AlertContext context = new AlertContext(new MessageId(77), FeedName.DEFAULT, "ADT^A01", "GENERAL", EVENING);
        Fault fault = new Fault(FaultCode.IDENTITY_CONFLICT, "two identifiers belong to two patients", "PID-3");

        rig.transaction.executeWithoutResult(status -> alerting.failed(context, fault));
        rig.transaction.executeWithoutResult(status -> alerting.failed(context, fault));

        assertThat(raised("identity-conflict")).isEqualTo(1);
    }

    @Test
    void theReportSaysMedianShareOpenAndFailedContacts() {
        for (int i = 1; i <= 4; i++) {
            Alert alert = raiseCritical("o" + i);
            if (i < 4) {
                passMinutes(i == 3 ? 45 : 10);
                answer(alert, "1234567890", "heard");
            }
        }
        passMinutes(45);

        TimelinessRow row =
                timeliness.report(EVENING.minusSeconds(1), clock.instant()).get(0);

        assertThat(row.rule()).isEqualTo("critical-result");
        assertThat(row.week()).hasToString("2026-03-02");
        assertThat(row.raised()).isEqualTo(4);
        assertThat(row.acknowledged()).isEqualTo(3);
        assertThat(row.withinPolicy()).isEqualTo(2);
        assertThat(row.open()).isEqualTo(1);
        assertThat(row.overdue()).isEqualTo(1);
        assertThat(row.shareWithinPolicy()).isEqualTo(0.5);
        assertThat(row.medianSeconds()).isBetween(590.0, 610.0);
        assertThat(row.p90Seconds()).isGreaterThan(2000);
        // two steps for the third, two for the fourth
        assertThat(row.failedContacts()).isEqualTo(4);
        assertThat(Timeliness.csv(List.of(row)).lines())
                .hasSize(2)
                .last()
                .asString()
                .startsWith("critical-result,\"\",2026-03-02,4,3,2,0.5,");
    }

    private SubscriberQueues queues() {
        return new SubscriberQueues(rig.access(), rig.subscribers);
    }

    private void send(String queue, String text) throws Exception {
        try (Connection connection = rig.access().createConnection();
                Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            session.createProducer(session.createQueue(queue)).send(session.createTextMessage(text));
        }
    }

    private void passMinutes(int minutes) {
        clock.set(clock.instant().plus(Duration.ofMinutes(minutes)));
        night.tick();
    }

    private Answered answer(Alert alert, String by, String readBack) {
        return acknowledgements.take(new Acknowledgement(alert.id(), by, readBack, "rest", false));
    }

    private Alert raiseCritical(String id) {
        List<Alert> raised = hear("ORU^R01", critical(id, "7.1", ObservationStatus.FINAL));
        assertThat(raised).hasSize(1);
        return raised.get(0);
    }

    private List<Alert> hear(String trigger, Resource resource) {
        MessageId message = new MessageId(++messages);
        List<ResourceChange> written =
                record.commit(new StoreTransaction(message, List.of(new ResourceChange(null, resource))));
        AlertContext context = new AlertContext(message, FeedName.DEFAULT, trigger, "GENERAL", clock.instant());
        return Objects.requireNonNull(rig.transaction.execute(status -> alerting.raise(context, written)));
    }

    private void write(String reference, Resource resource) {
        resource.setId(reference);
        record.commit(new StoreTransaction(new MessageId(++messages), List.of(new ResourceChange(null, resource))));
    }

    private AlertStory story(Alert alert) {
        return ledger.byId(alert.id()).orElseThrow();
    }

    private AlertState standing(Alert alert) {
        return story(alert).entry().progress().state();
    }

    private List<String> words(Alert alert) {
        return story(alert).events().stream().map(StoryEvent::what).toList();
    }

    private List<String> kinds(Alert alert) {
        return story(alert).notices().stream()
                .map(entry -> entry.alert().kind().code()
                        + (entry.alert().kind() == AlertKind.ESCALATED
                                ? " " + entry.alert().audience()
                                : ""))
                .toList();
    }

    private Task task(Alert alert) {
        return (Task) record.read("Task", alert.id()).orElseThrow();
    }

    private long raised(String rule) {
        return rig.jdbc
                .sql("select count(*) from tributary.alert where rule = ? and kind = 'raised'")
                .param(rule)
                .query(Long.class)
                .single();
    }

    private static Observation critical(String id, String value, ObservationStatus status) {
        Observation result = new Observation();
        result.setId("Observation/" + id);
        result.setStatus(status);
        result.getCode().setText("Potassium");
        result.getSubject().setReference("Patient/p1");
        result.getEncounter().setReference("Encounter/e1");
        result.setValue(new Quantity().setValue(new BigDecimal(value)).setUnit("mmol/L"));
        result.addInterpretation().addCoding().setCode("HH");
        return result;
    }

    /** Says what it is told. */
    private static final class SetClock extends Clock {
        private Instant now = EVENING;

        void set(Instant instant) {
            now = instant;
        }

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
