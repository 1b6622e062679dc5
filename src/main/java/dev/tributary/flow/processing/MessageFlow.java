package dev.tributary.flow.processing;

import dev.tributary.alert.AlertContext;
import dev.tributary.alert.Alerting;
import dev.tributary.base.Fault;
import dev.tributary.base.FaultException;
import dev.tributary.base.KillPoint;
import dev.tributary.base.MessageId;
import dev.tributary.base.Meters;
import dev.tributary.flow.wire.FeedProperties;
import dev.tributary.flow.wire.FeedRegistry;
import dev.tributary.hl7.Hl7Message;
import dev.tributary.hl7.Hl7Reader;
import dev.tributary.identity.IdentityDecision;
import dev.tributary.identity.IdentityRequest;
import dev.tributary.identity.IdentityResolver;
import dev.tributary.identity.MergeInstruction;
import dev.tributary.journal.Ending;
import dev.tributary.journal.InboundMessage;
import dev.tributary.journal.JournalTransitions;
import dev.tributary.journal.MessageProcessor;
import dev.tributary.journal.UnmappedCodes;
import dev.tributary.journal.UnmappedSighting;
import dev.tributary.mapping.Draft;
import dev.tributary.mapping.FeedProfile;
import dev.tributary.mapping.MappingIssue;
import dev.tributary.mapping.MappingLibrary;
import dev.tributary.mapping.MappingResult;
import dev.tributary.record.DeletedElement;
import dev.tributary.record.DraftSet;
import dev.tributary.record.FactTimes;
import dev.tributary.record.MergeResult;
import dev.tributary.record.MergedPatients;
import dev.tributary.record.RecordMerger;
import dev.tributary.record.Statement;
import dev.tributary.store.FhirStore;
import dev.tributary.store.ResourceChange;
import dev.tributary.store.StoreTransaction;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.springframework.transaction.support.TransactionOperations;

/**
 * One message from its bytes to its committed effects. FHIR writes, alerts in the outbox and the message's state commit
 * together (invariant 6); whatever fails before leaves the message QUEUED and without effects. Several messages share a
 * transaction: each finds what those before it wrote.
 */
final class MessageFlow implements MessageProcessor {

    private final FeedRegistry feeds;
    private final FeedPreparation preparation;
    private final Supplier<MappingLibrary> mappings;
    private final Rooms rooms;
    private final TransactionOperations transaction;
    private final MeterRegistry meters;
    private final int most;

    /**
     * What a message passes through inside its transaction.
     *
     * @param identity who is who
     * @param merger drafts over what is stored
     * @param factTimes when facts were stated
     * @param store the record
     * @param alerting who must be told
     * @param journal what became of it
     * @param unmapped codes that no table has
     */
    record Rooms(
            IdentityResolver identity,
            RecordMerger merger,
            FactTimes factTimes,
            FhirStore store,
            Alerting alerting,
            JournalTransitions journal,
            UnmappedCodes unmapped) {}

    MessageFlow(
            FeedRegistry feeds,
            Supplier<MappingLibrary> mappings,
            Rooms rooms,
            TransactionOperations transaction,
            MeterRegistry meters,
            int most) {
        this.feeds = feeds;
        this.preparation = new FeedPreparation(feeds);
        this.mappings = mappings;
        this.rooms = rooms;
        this.transaction = transaction;
        this.meters = meters;
        this.most = most;
    }

    @Override
    public int most() {
        return most;
    }

    @Override
    public void process(InboundMessage message) {
        processTogether(List.of(message));
    }

    @Override
    public void processTogether(List<InboundMessage> messages) {
        Timer.Sample sample = Timer.start(meters);
        List<Reading> readings = messages.stream().map(this::read).toList();
        KillPoint.READ.reached();
        try {
            transaction.executeWithoutResult(status -> apply(readings));
        } catch (FaultException e) {
            tell(messages, e.fault());
            throw e;
        }
        KillPoint.COMMITTED.reached();
        readings.forEach(reading -> rooms.unmapped().saw(unmapped(reading)));
        messages.forEach(message -> sample.stop(meters.timer(
                Meters.PROCESSING_TIME.meterName(),
                "feed",
                message.wire().feed().value())));
    }

    // a message that will wait for a person is told to one, in a transaction of its own; in a batch, once it is alone
    private void tell(List<InboundMessage> messages, Fault fault) {
        if (messages.size() == 1 && fault.isPermanent()) {
            transaction.executeWithoutResult(status -> rooms.alerting().failed(context(messages.get(0)), fault));
        }
    }

    /** What a message says, found out before its transaction. */
    private record Reading(
            InboundMessage message,
            MappingResult mapped,
            Statement statement,
            List<Resource> drafts,
            IdentityRequest identity) {}

    private Reading read(InboundMessage message) {
        FeedProperties feed = feeds.get(message.wire().feed());
        Hl7Message read = Hl7Reader.read(preparation.of(message.wire()).bytes(), feed.charset());
        FeedProfile profile = FeedProfiles.of(message.wire().feed(), feed);
        MappingResult mapped = mappings.get().plan(read.header(), profile).applyWithoutLineage(read, profile);
        Statement statement =
                StatementReader.read(read, feed, message.id(), message.wire().receivedAt());
        List<Resource> drafts = mapped.drafts().stream()
                .filter(Draft::record)
                .map(Draft::resource)
                .toList();
        List<Patient> patients = drafts.stream()
                .filter(Patient.class::isInstance)
                .map(Patient.class::cast)
                .toList();
        IdentityRequest identity = new IdentityRequest(
                message.id(),
                message.wire().receivedAt(),
                message.wire().feed(),
                patients,
                MergeInstruction.ofDrafts(statement.trigger(), patients, priors(mapped, Resource::getIdPart)));
        return new Reading(message, mapped, statement, drafts, identity);
    }

    private static List<UnmappedSighting> unmapped(Reading reading) {
        InboundMessage message = reading.message();
        List<UnmappedSighting> seen = new ArrayList<>();
        for (MappingIssue issue : reading.mapped().issues()) {
            MappingIssue.UnmappedCode code = issue.code();
            if (code != null) {
                seen.add(new UnmappedSighting(
                        message.id(),
                        message.wire().feed(),
                        message.header().sendingApplication() + "|"
                                + message.header().sendingFacility(),
                        message.wire().receivedAt(),
                        code.table(),
                        code.value(),
                        code.text(),
                        code.system()));
            }
        }
        return seen;
    }

    private void apply(List<Reading> readings) {
        // a question for all costs little more than one for each; the locks first, so that what is read stays true
        rooms.identity().foresee(readings.stream().map(Reading::identity).toList());
        Set<String> references = readings.stream()
                .flatMap(reading -> reading.drafts().stream())
                .map(draft -> draft.fhirType() + "/" + draft.getIdPart())
                .collect(Collectors.toCollection(LinkedHashSet::new));
        rooms.store().foresee(references);
        rooms.factTimes().of(references);
        Map<MessageId, Ending> endings = new LinkedHashMap<>();
        readings.forEach(reading -> endings.put(reading.message().id(), apply(reading)));
        rooms.journal().finish(endings);
        KillPoint.FINISHED.reached();
    }

    private Ending apply(Reading reading) {
        InboundMessage message = reading.message();
        MappingResult mapped = reading.mapped();
        List<Resource> drafts = reading.drafts();
        IdentityDecision.Known known = decide(reading.identity());
        KillPoint.IDENTIFIED.reached();
        MergeResult merged = rooms.merger().merge(draftSet(mapped, drafts, reading.statement(), known));
        List<ResourceChange> written = merged.changes().isEmpty() ? List.of() : write(message, merged);
        rooms.factTimes().remember(merged.times());
        KillPoint.STORED.reached();
        rooms.alerting().raise(context(message), written);
        KillPoint.ALERTED.reached();
        return ProcessingNotes.ending(mapped.mappingVersion(), known.notes(), merged.notes());
    }

    // what MRG made is what a merge, move or change names as prior
    private static Set<String> priors(MappingResult mapped, Function<Resource, String> name) {
        return mapped.drafts().stream()
                .filter(draft -> draft.segment().equals("MRG"))
                .map(draft -> name.apply(draft.resource()))
                .collect(Collectors.toSet());
    }

    private IdentityDecision.Known decide(IdentityRequest request) {
        IdentityDecision decision = rooms.identity().resolve(request);
        if (decision instanceof IdentityDecision.Conflict conflict) {
            throw new FaultException(conflict.fault());
        }
        return (IdentityDecision.Known) decision;
    }

    private static DraftSet draftSet(
            MappingResult mapped, List<Resource> drafts, Statement statement, IdentityDecision.Known known) {
        return new DraftSet(
                statement,
                drafts,
                priors(mapped, prior -> prior.fhirType() + "/" + prior.getIdPart()),
                mapped.deletions().stream()
                        .map(deletion -> new DeletedElement(deletion.reference(), withoutType(deletion.element())))
                        .toList(),
                known.rewrites(),
                known.toldOf(),
                known.merges().stream()
                        .map(merge -> new MergedPatients(
                                MergedPatients.Effect.valueOf(merge.effect().name()),
                                merge.survivor(),
                                merge.prior(),
                                merge.survivorIdentifiers(),
                                merge.priorIdentifiers(),
                                merge.toldOf()))
                        .toList());
    }

    // the mapping names Patient.maritalStatus, the record only maritalStatus, since it has the resource already
    private static String withoutType(String element) {
        return element.substring(element.indexOf('.') + 1);
    }

    private List<ResourceChange> write(InboundMessage message, MergeResult merged) {
        Timer.Sample sample = Timer.start(meters);
        List<ResourceChange> written = rooms.store().commit(new StoreTransaction(message.id(), merged.changes()));
        sample.stop(meters.timer(Meters.STORE_TIME.meterName()));
        return written;
    }

    private static AlertContext context(InboundMessage message) {
        return new AlertContext(
                message.id(),
                message.wire().feed(),
                message.header().type(),
                message.header().sendingFacility(),
                message.wire().receivedAt());
    }
}
