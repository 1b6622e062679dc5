package dev.tributary.flow.bench;

import dev.tributary.alert.Alert;
import dev.tributary.alert.AlertContext;
import dev.tributary.alert.AlertRules;
import dev.tributary.alert.RuleFault;
import dev.tributary.alert.loop.AlertPlay;
import dev.tributary.base.MessageId;
import dev.tributary.flow.processing.StatementReader;
import dev.tributary.hl7.Hl7Message;
import dev.tributary.mapping.Draft;
import dev.tributary.mapping.MappingResult;
import dev.tributary.record.DeletedElement;
import dev.tributary.record.DraftSet;
import dev.tributary.record.MergeResult;
import dev.tributary.record.RecordMerger;
import dev.tributary.record.RecordRules;
import dev.tributary.store.ResourceChange;
import dev.tributary.store.StoreTransaction;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Resource;

/**
 * What the engine does with drafts behind the mapping, in memory: lays them over the record and asks the alert rules about
 * what changed. Patients are known by their draft's id; who is who (merges by A40) is not decided here.
 */
final class TestHospital {

    private final MemoryRecord record = new MemoryRecord();
    private final RecordMerger merger;
    private final AlertPlay play;
    // the time of receipt is far ahead, so that MSH-7 decides
    private Instant receivedAt = Instant.parse("2100-01-01T00:00:00Z");
    private long received;

    TestHospital(RecordRules recordRules, AlertRules rules) {
        this.play = new AlertPlay(rules, record);
        this.merger = new RecordMerger(recordRules, record, record);
    }

    /** @return the alerts a message raises; a rule that fails is told as one of its name with the fault as its text */
    List<Alert> receive(Hl7Message message, MappingResult mapped, FeedSpec feed) {
        MessageId id = new MessageId(++received);
        receivedAt = receivedAt.plusSeconds(1);
        List<Resource> drafts = mapped.drafts().stream()
                .filter(Draft::record)
                .map(Draft::resource)
                .toList();
        Map<String, String> known = new HashMap<>();
        for (Resource draft : drafts) {
            if (draft.fhirType().equals("Patient")) {
                String reference = "Patient/" + draft.getIdElement().getIdPart();
                known.put(reference, reference);
            }
        }
        MergeResult merged = merger.merge(new DraftSet(
                StatementReader.read(message, feed.profile().zone(), feed.ownership(), id, receivedAt),
                drafts,
                mapped.deletions().stream()
                        .map(each -> new DeletedElement(
                                each.reference(),
                                each.element().substring(each.element().indexOf('.') + 1)))
                        .toList(),
                known,
                List.of()));
        record.remember(merged.times());
        List<ResourceChange> written =
                merged.changes().isEmpty() ? List.of() : record.commit(new StoreTransaction(id, merged.changes()));
        AlertContext context = new AlertContext(
                id,
                feed.profile().feed(),
                message.header().type(),
                message.header().sendingFacility(),
                receivedAt);
        List<Alert> sent = play.hear(context, written);
        if (!play.faults().isEmpty()) {
            RuleFault first = play.faults().get(0);
            throw new IllegalArgumentException("the alert rule " + first.rule() + " fails: "
                    + first.fault().detail());
        }
        return sent;
    }
}
