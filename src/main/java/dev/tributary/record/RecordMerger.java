package dev.tributary.record;

import dev.tributary.base.BusinessId;
import dev.tributary.store.FhirStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * Lays what one message says over what is stored. Reads from the store and from {@link FactTimes}, writes to neither;
 * the same input on the same state gives the same result, and given twice the second time changes nothing. Thread-safe,
 * if the caller holds the patients' locks.
 */
public final class RecordMerger {

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
        Statement statement = set.statement();
        WorkingRecord record = new WorkingRecord(store);
        List<Resource> drafts =
                new ArrayList<>(set.drafts().stream().map(Resource::copy).toList());
        List<Resource> priors = drafts.stream()
                .filter(draft -> set.priors().contains(WorkingRecord.reference(draft)))
                .toList();
        // told under which number, before identity says who that is
        Map<Resource, String> told = new IdentityHashMap<>();
        drafts.forEach(draft -> told.put(draft, set.toldOf().getOrDefault(Belonging.whose(draft), "")));
        drafts.forEach(draft -> rewrite(draft, set.rewrites()));
        Map<String, FactTime> known = new HashMap<>(factTimes.of(timed(drafts)));
        Map<String, String> elsewhere = followMoves(drafts, known);
        record.load(drafts.stream().map(WorkingRecord::reference).toList());
        Relocation relocation = new Relocation(record, statement);
        PatientMerging merging = new PatientMerging(record, relocation, factTimes);
        set.merges().forEach(merge -> {
            merging.carryOut(merge);
            withoutMoved(merge, drafts);
        });
        Map<String, FactTime> times = new LinkedHashMap<>();
        List<RecordNote> notes = new ArrayList<>();
        Stamp stamp = new Stamp(statement.statedAt(), statement.cause());
        RegroupKind.ofTrigger(statement.trigger()).ifPresent(kind -> {
            drafts.removeIf(draft -> priors.contains(draft) && draft.fhirType().equals(kind.type()));
            Set<String> patients = Set.copyOf(set.rewrites().values());
            Regrouping regrouping = new Regrouping(kind, record, relocation, factTimes, stamp, known, times, notes);
            Map<String, String> regrouped = regrouping.carryOut(drafts, priors, patients);
            drafts.forEach(draft -> rewrite(draft, regrouped));
            elsewhere.replaceAll((from, to) -> regrouped.getOrDefault(to, to));
            regrouped.forEach(elsewhere::putIfAbsent);
            known.putAll(factTimes.of(regrouped.values()));
        });
        Map<String, String> apart = keepPatientsApart(drafts, record, known, stamp);
        if (!apart.isEmpty()) {
            known.putAll(factTimes.of(apart.values()));
        }
        elsewhere.replaceAll((from, to) -> apart.getOrDefault(to, to));
        apart.forEach(elsewhere::putIfAbsent);
        Map<String, List<String>> deletions = deletions(set, elsewhere);
        Map<String, Instant> reported = reported(drafts);
        for (Resource draft : drafts) {
            String reference = WorkingRecord.reference(draft);
            FactTime before = times.getOrDefault(reference, known.get(reference));
            FactTime after = lay(
                    draft,
                    statement,
                    record,
                    before,
                    reported.get(reference),
                    deletions.getOrDefault(reference, List.of()),
                    notes);
            if (before == null) {
                after = after.toldOf(told.getOrDefault(draft, ""));
            }
            if (isTimed(draft) && !after.equals(known.get(reference))) {
                times.put(reference, after);
            }
        }
        return new MergeResult(
                record.changes(), times, notes.stream().distinct().toList());
    }

    // a visit or an account that was merged or renumbered goes on under another reference
    private Map<String, String> followMoves(List<Resource> drafts, Map<String, FactTime> known) {
        Map<String, String> elsewhere = new HashMap<>();
        Map<String, String> step = moved(known, known.keySet());
        while (!step.isEmpty()) {
            Map<String, String> next = step;
            elsewhere.replaceAll((from, to) -> next.getOrDefault(to, to));
            next.forEach(elsewhere::putIfAbsent);
            drafts.forEach(draft -> rewrite(draft, next));
            Set<String> targets = new HashSet<>(next.values());
            targets.removeAll(known.keySet());
            known.putAll(factTimes.of(targets));
            step = moved(known, targets);
        }
        return elsewhere;
    }

    private static Map<String, String> moved(Map<String, FactTime> known, Set<String> among) {
        Map<String, String> moved = new HashMap<>();
        for (String reference : among) {
            FactTime time = known.get(reference);
            if (time != null && !time.movedTo().isEmpty()) {
                moved.put(reference, time.movedTo());
            }
        }
        return moved;
    }

    // MRG names the numbers that have just left its patient: they must not come back with it
    private static void withoutMoved(MergedPatients merge, List<Resource> drafts) {
        if (merge.effect() != MergedPatients.Effect.MOVE) {
            return;
        }
        for (Resource draft : drafts) {
            if (draft instanceof Patient patient
                    && WorkingRecord.reference(draft).equals(merge.prior())) {
                List<Identifier> left = new ArrayList<>(patient.getIdentifier());
                left.removeIf(identifier -> PatientMerging.isAmong(merge.priorIdentifiers(), identifier));
                patient.setIdentifier(left);
            }
        }
    }

    private FactTime lay(
            Resource draft,
            Statement statement,
            WorkingRecord record,
            @Nullable FactTime before,
            @Nullable Instant reported,
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
            overlay.lay(visit, reported);
            timeline.apply(visit);
            deletions.forEach(path -> timeline.delete(ElementPath.of(path)));
        } else {
            overlay.lay(draft, reported);
        }
        deletions.forEach(path -> overlay.delete(ElementPath.of(path)));
        return overlay.time();
    }

    // of a result that stands in several reports of one message, the latest
    private static Map<String, Instant> reported(List<Resource> drafts) {
        Map<String, Instant> reported = new HashMap<>();
        for (Resource draft : drafts) {
            if (draft instanceof DiagnosticReport report && Moments.hasTime(report.getIssuedElement())) {
                Instant issued = report.getIssued().toInstant();
                report.getResult()
                        .forEach(result -> reported.merge(
                                String.valueOf(result.getReference()),
                                issued,
                                (one, other) -> one.isBefore(other) ? other : one));
            }
        }
        return reported;
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
    private static Map<String, String> keepPatientsApart(
            List<Resource> drafts, WorkingRecord record, Map<String, FactTime> known, Stamp stamp) {
        Map<String, String> apart = new HashMap<>();
        for (Resource draft : drafts) {
            String whose = Belonging.whose(draft);
            Resource now = record.peek(WorkingRecord.reference(draft));
            if (now != null
                    && !whose.isEmpty()
                    && !Belonging.whose(now).isEmpty()
                    && !Belonging.whose(now).equals(whose)
                    && !wasMovedSince(known.get(WorkingRecord.reference(draft)), stamp)) {
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

    // what is told from before the move, again or late, is told of the one that was moved
    private static boolean wasMovedSince(@Nullable FactTime time, Stamp stamp) {
        Stamp moved = time == null ? null : time.elements().get(FactTime.WHOSE);
        return moved != null && stamp.isBefore(moved);
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
