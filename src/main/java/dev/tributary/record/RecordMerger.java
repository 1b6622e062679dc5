package dev.tributary.record;

import dev.tributary.base.BusinessId;
import dev.tributary.store.FhirStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Lays what one message says over what is stored. Reads from the store and from {@link FactTimes}, writes to neither;
 * the same input on the same state gives the same result, and given twice the second time changes nothing. Thread-safe,
 * if the caller holds the patients' locks.
 */
public final class RecordMerger {

    private static final List<String> WHOSE = List.of("subject", "patient", "beneficiary");

    private final Supplier<RecordRules> current;
    private final RecordRules rules;
    private final FhirStore store;
    private final FactTimes factTimes;

    /**
     * @param rules how elements are merged
     * @param store is only read
     * @param factTimes is only read
     */
    public RecordMerger(RecordRules rules, FhirStore store, FactTimes factTimes) {
        this(() -> rules, store, factTimes);
    }

    /**
     * @param current the rules as they are now; each message is merged by those that hold when its merge begins
     * @param store is only read
     * @param factTimes is only read
     */
    public RecordMerger(Supplier<RecordRules> current, FhirStore store, FactTimes factTimes) {
        this.current = current;
        this.rules = current.get();
        this.store = store;
        this.factTimes = factTimes;
    }

    /**
     * @param set everything one message wants of the record
     * @return what to write, what to remember, and what was left out
     */
    public MergeResult merge(DraftSet set) {
        RecordRules now = current.get();
        return now == rules ? mergeByRules(set) : new RecordMerger(now, store, factTimes).mergeByRules(set);
    }

    private MergeResult mergeByRules(DraftSet set) {
        WorkingRecord record = new WorkingRecord(store);
        List<Resource> drafts = set.drafts().stream().map(Resource::copy).toList();
        drafts.forEach(draft -> rewrite(draft, set.rewrites()));
        record.load(drafts.stream().map(WorkingRecord::reference).toList());
        PatientMerging merging = new PatientMerging(record, set.statement());
        set.merges().forEach(merging::carryOut);
        Map<String, String> apart = keepPatientsApart(drafts, record);
        Map<String, FactTime> known = factTimes.of(timed(drafts));
        Map<String, FactTime> times = new LinkedHashMap<>();
        List<RecordNote> notes = new ArrayList<>();
        Map<String, List<String>> deletions = deletions(set, apart);
        for (Resource draft : drafts) {
            String reference = WorkingRecord.reference(draft);
            FactTime before = times.getOrDefault(reference, known.get(reference));
            FactTime after =
                    lay(draft, set.statement(), record, before, deletions.getOrDefault(reference, List.of()), notes);
            if (isTimed(draft) && !after.equals(known.get(reference))) {
                times.put(reference, after);
            }
        }
        return new MergeResult(
                record.changes(), times, notes.stream().distinct().toList());
    }

    private FactTime lay(
            Resource draft,
            Statement statement,
            WorkingRecord record,
            @Nullable FactTime before,
            List<String> deletions,
            List<RecordNote> notes) {
        String type = draft.fhirType();
        Ownership role = rules.roleOf(type, statement);
        Stamp stamp = new Stamp(statement.statedAt(), statement.cause());
        String reference = WorkingRecord.reference(draft);
        boolean isNew = record.isNew(reference);
        Resource target = record.edit(reference, draft);
        Overlay overlay = new Overlay(reference, rules.of(type), role, stamp, before, target, notes);
        if (!isNew && isReplacedPatient(draft)) {
            // MRG knows no more of the prior patient than its numbers
            keepOnlyIdentifiers(draft);
        }
        if (draft instanceof Encounter visit && target instanceof Encounter known) {
            EncounterTimeline timeline = new EncounterTimeline(rules.timeline(), statement, overlay, known);
            timeline.prepare(visit);
            overlay.lay(visit);
            timeline.apply(visit);
        } else {
            overlay.lay(draft);
        }
        deletions.forEach(overlay::delete);
        return overlay.time();
    }

    private static boolean isReplacedPatient(Resource draft) {
        return draft instanceof Patient patient
                && patient.getLink().stream().anyMatch(link -> link.getType() == LinkType.REPLACEDBY);
    }

    private static void keepOnlyIdentifiers(Resource draft) {
        Elements.stated(draft).keySet().stream()
                .filter(name -> !name.equals("identifier"))
                .forEach(name -> Elements.set(draft, name, List.of()));
    }

    private static void rewrite(Resource draft, Map<String, String> rewrites) {
        String its = rewrites.get(WorkingRecord.reference(draft));
        if (its != null) {
            draft.setId(its.substring(its.indexOf('/') + 1));
        }
        if (rewrites.entrySet().stream().anyMatch(entry -> !entry.getKey().equals(entry.getValue()))) {
            Elements.rewriteReferences(draft, rewrites);
        }
    }

    /**
     * Visit and result numbers are used again for other patients, by mistake or by design. A draft must never land on
     * another patient's resource: it gets an id of its own, made from both.
     */
    private static Map<String, String> keepPatientsApart(List<Resource> drafts, WorkingRecord record) {
        Map<String, String> apart = new HashMap<>();
        for (Resource draft : drafts) {
            String whose = whose(draft);
            Resource now = record.peek(WorkingRecord.reference(draft));
            if (now != null
                    && !whose.isEmpty()
                    && !whose(now).isEmpty()
                    && !whose(now).equals(whose)) {
                String id = BusinessId.of(draft.fhirType(), draft.getIdPart(), whose);
                apart.put(WorkingRecord.reference(draft), draft.fhirType() + "/" + id);
            }
        }
        if (!apart.isEmpty()) {
            drafts.forEach(draft -> rewrite(draft, apart));
            record.load(apart.values());
        }
        return apart;
    }

    private static String whose(Resource resource) {
        for (String element : WHOSE) {
            for (Base value : Elements.get(resource, element)) {
                if (value instanceof Reference reference
                        && reference.hasReference()
                        && reference.getReference().startsWith("Patient/")) {
                    return reference.getReference();
                }
            }
        }
        return "";
    }

    private static Map<String, List<String>> deletions(DraftSet set, Map<String, String> apart) {
        Map<String, List<String>> deletions = new HashMap<>();
        for (DeletedElement deleted : set.deletions()) {
            String rewritten = set.rewrites().getOrDefault(deleted.reference(), deleted.reference());
            deletions
                    .computeIfAbsent(apart.getOrDefault(rewritten, rewritten), reference -> new ArrayList<>())
                    .add(deleted.element());
        }
        return deletions;
    }

    private Set<String> timed(List<Resource> drafts) {
        Set<String> references = new HashSet<>();
        drafts.stream().filter(this::isTimed).map(WorkingRecord::reference).forEach(references::add);
        return references;
    }

    // entries that all patients share have no times: every message would have to wait for every other to write them
    private boolean isTimed(Resource draft) {
        return rules.of(draft.fhirType()).owner() != ResourceRule.Owner.MASTER;
    }
}
