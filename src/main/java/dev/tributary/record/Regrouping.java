package dev.tributary.record;

import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.base.FaultException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Account;
import org.hl7.fhir.r4.model.Account.AccountStatus;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.Resource;

/**
 * Carries out merges, moves and changes of number of visits and accounts (A35, A36, A41, A42, A44, A45, A49, A50). The
 * resource a number led to stays what it is; that the number leads elsewhere now stands in {@link FactTime#movedTo}.
 */
final class Regrouping {

    private final RegroupKind kind;
    private final WorkingRecord record;
    private final Relocation relocation;
    private final Belonging belonging;
    private final FactTimes factTimes;
    private final Stamp stamp;
    private final Map<String, FactTime> times;
    private final Map<String, FactTime> changed;
    private final List<RecordNote> notes;
    private final Map<String, String> rewrites = new HashMap<>();

    /**
     * @param times of what the message speaks of
     * @param changed gets what is to be remembered
     */
    Regrouping(
            RegroupKind kind,
            WorkingRecord record,
            Relocation relocation,
            FactTimes factTimes,
            Stamp stamp,
            Map<String, FactTime> times,
            Map<String, FactTime> changed,
            List<RecordNote> notes) {
        this.kind = kind;
        this.record = record;
        this.relocation = relocation;
        this.belonging = new Belonging(record, relocation);
        this.factTimes = factTimes;
        this.stamp = stamp;
        this.times = times;
        this.changed = changed;
        this.notes = notes;
    }

    /**
     * @param drafts of the message, known by the references they lead to by now
     * @param priors what MRG names; taken out of the drafts
     * @param patients references of the message's patients: a move goes from one of them to another
     * @return which drafts go by another reference now
     */
    Map<String, String> carryOut(List<Resource> drafts, List<Resource> priors, Set<String> patients) {
        List<Resource> targets = ofKind(drafts);
        List<Resource> olds = ofKind(priors);
        if (kind.act() == RegroupKind.Act.MOVE && olds.isEmpty()) {
            olds = targets;
        }
        if (targets.isEmpty()) {
            // MRG names the only one: it keeps its number, and what is said of it is not lost
            drafts.addAll(olds);
            targets = kind.act() == RegroupKind.Act.MOVE ? olds : targets;
        }
        if (olds.isEmpty() || targets.isEmpty()) {
            note(kind.type());
            return rewrites;
        }
        if (olds.size() != targets.size()) {
            throw conflict("the message names " + olds.size() + " prior and " + targets.size() + " new " + numbers()
                    + ": send one of each in every group of MRG and PV1");
        }
        for (int i = 0; i < olds.size(); i++) {
            one(targets.get(i), olds.get(i), patients);
        }
        return rewrites;
    }

    private List<Resource> ofKind(List<Resource> resources) {
        return resources.stream()
                .filter(resource -> resource.fhirType().equals(kind.type()))
                .toList();
    }

    private void one(Resource target, Resource prior, Set<String> patients) {
        if (kind.act() == RegroupKind.Act.MOVE) {
            move(target, prior, patients);
            return;
        }
        String to = WorkingRecord.reference(target);
        String from = WorkingRecord.reference(prior);
        if (to.equals(from)) {
            note(from);
            return;
        }
        checkOwner(from, Belonging.whose(target));
        boolean known = !record.isNew(from);
        boolean there = !record.isNew(to);
        if (known && there && kind.act() == RegroupKind.Act.CHANGE) {
            throw conflict("the new number is another " + kind.type()
                    + "'s already: merge the two (A42, A41), or send a" + " number that is free");
        }
        if (known && there) {
            merge(to, from);
        } else if (known) {
            // nothing was ever told under the new number: the old one goes on under it
            lead(to, from);
            rewrites.put(to, from);
            addNumbers(record.existing(from), numbersOf(target));
            retire(record.existing(from), numbersOf(prior), numbersOf(target));
        } else {
            lead(from, to);
            Resource goesOn = record.edit(to, target);
            addNumbers(goesOn, numbersOf(target));
            addNumbers(goesOn, old(numbersOf(prior)));
        }
    }

    private void merge(String to, String from) {
        Resource survivor = record.existing(to);
        Resource prior = record.existing(from);
        addNumbers(survivor, old(numbersOf(prior)));
        List<Resource> moved = relocation.repoint(from, to, resource -> true);
        if (prior instanceof Encounter visit) {
            visit.setStatus(EncounterStatus.ENTEREDINERROR);
        } else if (prior instanceof Account account) {
            account.setStatus(AccountStatus.INACTIVE);
        }
        lead(from, to);
        relocation.file("merge", moved, to, from);
    }

    private void move(Resource target, Resource prior, Set<String> patients) {
        String to = Belonging.whose(target);
        String its = WorkingRecord.reference(prior);
        String named = WorkingRecord.reference(target);
        if (!named.equals(its)) {
            if (!record.isNew(its) && !record.isNew(named)) {
                throw conflict("the new number is another " + kind.type() + "'s already: send a number that is free");
            }
            if (record.isNew(its)) {
                lead(its, named);
                its = named;
            } else {
                lead(named, its);
                rewrites.put(named, its);
                addNumbers(record.existing(its), numbersOf(target));
                retire(record.existing(its), numbersOf(prior), numbersOf(target));
            }
        }
        if (record.isNew(its)) {
            // heard of for the first time: it is the right patient's from the start
            changed.put(its, time(its).whoseDecided(stamp));
            return;
        }
        String from = Belonging.whose(record.existing(its));
        if (to.isEmpty() || from.isEmpty() || !patients.contains(from)) {
            throw conflict("what is to be moved is filed under a patient whom neither PID-3 nor MRG-1 names: correct"
                    + " the numbers at the source");
        }
        Stamp decided = time(its).elements().get(FactTime.WHOSE);
        if (to.equals(from) || decided != null && !decided.isBefore(stamp)) {
            note(its);
            return;
        }
        List<Resource> moved = belonging.subordinates(its);
        times.putAll(factTimes.of(moved.stream().map(WorkingRecord::reference).toList()));
        for (Resource resource : moved) {
            Elements.rewriteReferences(resource, Map.of(from, to));
            String reference = WorkingRecord.reference(resource);
            changed.put(reference, time(reference).whoseDecided(stamp));
        }
        relocation.file("amend", moved, to, from);
    }

    private void checkOwner(String reference, String patient) {
        if (!record.isNew(reference)) {
            String whose = Belonging.whose(record.existing(reference));
            if (!whose.isEmpty() && !patient.isEmpty() && !whose.equals(patient)) {
                throw conflict("the " + kind.type() + " that MRG names is another patient's than PID-3's: move it (A44,"
                        + " A45) or merge the patients (A40) first");
            }
        }
    }

    /** From now on whatever is said of {@code from} is said of {@code to}. */
    private void lead(String from, String to) {
        changed.put(from, time(from).movedTo(to));
    }

    private FactTime time(String reference) {
        FactTime now = changed.getOrDefault(reference, times.get(reference));
        return now == null ? new FactTime(Stamp.UNOWNED, Map.of()) : now;
    }

    private static List<Identifier> numbersOf(Resource resource) {
        return Elements.get(resource, "identifier").stream()
                .filter(Identifier.class::isInstance)
                .map(Identifier.class::cast)
                .filter(Identifier::hasValue)
                .toList();
    }

    private static List<Identifier> old(List<Identifier> numbers) {
        return numbers.stream()
                .map(number -> number.copy().setUse(IdentifierUse.OLD))
                .toList();
    }

    private static void addNumbers(Resource resource, List<Identifier> numbers) {
        List<Identifier> all = new ArrayList<>(numbersOf(resource));
        numbers.stream()
                .filter(number -> !PatientMerging.isAmong(all, number))
                .forEach(number -> all.add(number.copy()));
        Elements.set(resource, "identifier", all);
    }

    private static void retire(Resource resource, List<Identifier> olds, List<Identifier> current) {
        numbersOf(resource).stream()
                .filter(number -> PatientMerging.isAmong(olds, number) && !PatientMerging.isAmong(current, number))
                .forEach(number -> number.setUse(IdentifierUse.OLD));
    }

    private void note(String reference) {
        notes.add(new RecordNote(reference, RecordNote.Kind.NOTHING_TO_MOVE, ""));
    }

    private String numbers() {
        return kind.type().equals("Encounter") ? "visit numbers" : "account numbers";
    }

    private FaultException conflict(String why) {
        return new FaultException(
                new Fault(FaultCode.IDENTITY_CONFLICT, why, kind.type().equals("Encounter") ? "MRG-5" : "MRG-3"));
    }
}
