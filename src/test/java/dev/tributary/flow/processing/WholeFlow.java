package dev.tributary.flow.processing;

import dev.tributary.alert.AlertRules;
import dev.tributary.alert.Alerting;
import dev.tributary.alert.audience.Audience;
import dev.tributary.alert.loop.AlertDesk;
import dev.tributary.alert.loop.AlertTasks;
import dev.tributary.alert.loop.PostgresAlertBook;
import dev.tributary.alert.outbox.Outbox;
import dev.tributary.alert.outbox.OutboxSignal;
import dev.tributary.alert.rule.RuleFile;
import dev.tributary.base.FaultCode;
import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import dev.tributary.flow.wire.FeedProperties;
import dev.tributary.flow.wire.FeedRegistry;
import dev.tributary.hl7.HeaderPeek;
import dev.tributary.hl7.WireMessage;
import dev.tributary.identity.IdentityHistory;
import dev.tributary.identity.IdentityResolver;
import dev.tributary.identity.IdentityRules;
import dev.tributary.identity.NumberOwners;
import dev.tributary.journal.Journal;
import dev.tributary.journal.JournalProperties;
import dev.tributary.journal.LaneScheduler;
import dev.tributary.journal.MessageState;
import dev.tributary.journal.MessageSummary;
import dev.tributary.journal.OnFailure;
import dev.tributary.journal.Receipt;
import dev.tributary.kit.EmbeddedStore;
import dev.tributary.mapping.MappingLibrary;
import dev.tributary.record.JdbcFactTimes;
import dev.tributary.record.RecordMerger;
import dev.tributary.record.RecordRules;
import dev.tributary.store.FhirStore;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.util.unit.DataSize;

/**
 * From bytes to the record as in the engine: journal, lanes, the shipped mappings, identity, merge, the embedded store,
 * the shipped alert rules. The record is that of all tests of the JVM: whoever tells of a patient takes numbers of his
 * own.
 */
final class WholeFlow implements AutoCloseable {

    /** The feed of an EHR: owns demographics. */
    static final FeedName EHR = FeedName.DEFAULT;
    /** The feed of a lab: contributes. */
    static final FeedName LAB = new FeedName("lab");

    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Instant RECEIVED = Instant.parse("2026-03-31T08:00:00Z");
    private static final AtomicLong CONTROL = new AtomicLong();
    private static final MappingLibrary MAPPINGS = MappingLibrary.load(Path.of("mappings"));

    private final DataSource database = EmbeddedStore.database();
    private final FhirStore store = EmbeddedStore.store();
    private final IdentityHistory identity = new IdentityHistory(database);
    private final Journal journal;
    private final LaneScheduler lanes;

    WholeFlow() {
        this(4);
    }

    WholeFlow(int workers) {
        FeedRegistry feeds = new FeedRegistry(Map.of(
                EHR, feed(Map.of("f.port", "0")), LAB, feed(Map.of("f.port", "0", "f.ownership", "contributor"))));
        JournalProperties settings = new JournalProperties(
                workers,
                1_000,
                DataSize.ofMegabytes(128),
                1_000,
                100_000,
                DataSize.ofMegabytes(256),
                Duration.ofMillis(2),
                Duration.ofMillis(50),
                Duration.ofSeconds(60),
                25);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        JdbcFactTimes times = new JdbcFactTimes(database);
        AlertRules rules = AlertRules.load(RuleFile.in(Path.of("mappings")));
        JdbcClient sql = JdbcClient.create(database);
        journal = Journal.open(database, settings, wire -> HeaderPeek.of(wire.bytes()), Clock.systemUTC());
        MessageFlow flow = new MessageFlow(
                feeds,
                () -> MAPPINGS,
                new MessageFlow.Rooms(
                        new IdentityResolver(database, IdentityRules.DEFAULT),
                        new RecordMerger(RecordRules.load(Path.of("")), store, times),
                        times,
                        store,
                        new Alerting(
                                () -> rules,
                                new AlertDesk(
                                        new PostgresAlertBook(sql, new Outbox(sql, new OutboxSignal())),
                                        Audience.NOBODY,
                                        AlertTasks.NONE),
                                store,
                                meters),
                        journal.transitions(),
                        journal.unmappedCodes()),
                new TransactionTemplate(EmbeddedStore.transactions()),
                meters,
                25);
        lanes = journal.scheduler(
                flow,
                new PatientLanes(new FeedPreparation(feeds), new NumberOwners(database)::of),
                (feed, fault) -> fault.code() == FaultCode.IDENTITY_CONFLICT ? OnFailure.HOLD_LANE : OnFailure.GO_ON);
        lanes.start();
    }

    private static FeedProperties feed(Map<String, String> settings) {
        return new Binder(new MapConfigurationPropertySource(settings))
                .bind("f", FeedProperties.class)
                .get();
    }

    /** What the journal says of a message that has ended. */
    MessageSummary tell(byte[] message) {
        return end(record(EHR, message));
    }

    /** The same from the lab's feed. */
    MessageSummary tellFromLab(byte[] message) {
        return end(record(LAB, message));
    }

    /** Journals a message and does not wait. */
    CompletionStage<Receipt> send(FeedName feed, byte[] message) {
        return journal.messages()
                .record(
                        new WireMessage(message, feed, "", RECEIVED),
                        HeaderPeek.of(message).orElseThrow());
    }

    /** Journals a message, not a retransmit, and gives its number. */
    MessageId record(FeedName feed, byte[] message) {
        return ((Receipt.Recorded) send(feed, message).toCompletableFuture().join()).id();
    }

    /** Waits until it is queued no more, or waits behind a held one. */
    MessageSummary end(MessageId id) {
        Awaitility.await("message " + id + " has ended")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(() -> journal(id).state() != MessageState.QUEUED
                        || journal(id).waitsFor() != null);
        return journal(id);
    }

    MessageSummary journal(MessageId id) {
        return journal.search().read(id).orElseThrow().summary();
    }

    Journal journal() {
        return journal;
    }

    LaneScheduler lanes() {
        return lanes;
    }

    IdentityHistory identity() {
        return identity;
    }

    FhirStore store() {
        return store;
    }

    JdbcClient sql() {
        return JdbcClient.create(database);
    }

    /** The record that a patient number was first given to, or moved to, whatever was merged since. */
    Patient patient(String number) {
        return patientOf(sql().sql("select patient_id from tributary.patient_identifier where value = ?")
                .param(number)
                .query(String.class)
                .single());
    }

    private Patient patientOf(String id) {
        return (Patient) store.read("Patient", id).orElseThrow();
    }

    /** {@code Patient/id} of the number. */
    String reference(String number) {
        return "Patient/" + patient(number).getIdPart();
    }

    /** The only visit of that number which is not in error. */
    Encounter visit(String number) {
        List<Encounter> found = visits(number).stream()
                .filter(visit -> visit.getStatus() != Encounter.EncounterStatus.ENTEREDINERROR)
                .toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " visits of " + number);
        }
        return found.get(0);
    }

    List<Encounter> visits(String number) {
        return all(Encounter.class).stream()
                .filter(visit ->
                        visit.getIdentifier().stream().anyMatch(identifier -> number.equals(identifier.getValue())))
                .toList();
    }

    /** Current versions of a type that this flow's messages wrote. */
    <T extends Resource> List<T> all(Class<T> type) {
        Set<String> references = new TreeSet<>(
                sql().sql("select fhir_id from hfj_resource where res_type = ? and res_deleted_at is null")
                        .param(type.getSimpleName())
                        .query(String.class)
                        .list());
        return store
                .readAll(references.stream()
                        .map(id -> type.getSimpleName() + "/" + id)
                        .toList())
                .values()
                .stream()
                .map(type::cast)
                .toList();
    }

    /** What refers to a patient, but for other patients and Provenances. */
    List<Resource> of(String patient) {
        return store.referringTo(patient).stream()
                .filter(resource -> !(resource instanceof Patient) && !(resource instanceof Provenance))
                .toList();
    }

    /** Provenances of an activity that name both. */
    List<Provenance> provenances(String activity, String one, String other) {
        return store.referringTo(one).stream()
                .filter(Provenance.class::isInstance)
                .map(Provenance.class::cast)
                .filter(provenance -> activity.equals(
                        provenance.getActivity().getCodingFirstRep().getCode()))
                .filter(provenance ->
                        provenance.getTarget().stream().anyMatch(target -> other.equals(target.getReference())))
                .toList();
    }

    static List<String> numbers(List<Identifier> identifiers) {
        return identifiers.stream().map(Identifier::getValue).toList();
    }

    /**
     * A message of an EHR.
     *
     * @param type {@code ADT^A01}
     * @param time of the message and the event: {@code 0810} of the first of March, or a whole HL7 time
     * @param segments after EVN
     */
    static byte[] message(String type, String time, String... segments) {
        String at = time.length() == 4 ? "20260301" + time + "00" : time;
        List<String> all = new ArrayList<>(List.of("MSH|^~\\&|EHR|NORTH|TRIBUTARY|HUB|" + at + "||" + type + "|WF"
                + CONTROL.incrementAndGet() + "|P|2.5.1"));
        if (type.startsWith("ADT")) {
            all.add("EVN|" + type.substring(4, 7) + "|" + at);
        }
        all.addAll(List.of(segments));
        return (String.join("\r", all) + "\r").getBytes(StandardCharsets.UTF_8);
    }

    /** PID with these numbers of North's, as PID-3 repeats them. */
    static String pid(String... numbers) {
        return pidOf("Quillon^Zephyrine", "Mirabelweg 1", numbers);
    }

    static String pidOf(String name, String street, String... numbers) {
        return "PID|1||" + cx(numbers) + "||" + name + "||19610203|F|||" + street + "^^Sanddorn^^99999^DE";
    }

    static String cx(String... numbers) {
        return String.join(
                "~",
                List.of(numbers).stream().map(number -> number + "^^^NORTH^MR").toList());
    }

    static String mrg(String number) {
        return "MRG|" + cx(number);
    }

    /** PV1 of an inpatient in a ward, visit number in PV1-19. */
    static String pv1(String visit, String place) {
        return "PV1|1|I|" + place + "||||3101^Okonkwo^Ada||||||||||||" + visit + "^^^NORTH^VN";
    }

    @Override
    public void close() {
        lanes.close();
        journal.close();
    }
}
