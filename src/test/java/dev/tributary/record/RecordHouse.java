package dev.tributary.record;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.base.MessageId;
import dev.tributary.kit.InMemoryFhirStore;
import dev.tributary.store.StoreTransaction;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;

/** A record in memory, told by messages: numbers in order of receipt, times as hours of one day. */
final class RecordHouse implements FactTimes {

    private static final RecordRules RULES = RecordRules.load(Path.of("."));

    final InMemoryFhirStore store = new InMemoryFhirStore();
    private final Map<String, FactTime> times = new HashMap<>();
    private final RecordMerger merger = new RecordMerger(RULES, store, this);
    private long received;

    /** One message; {@code hour} is both MSH-7 and the event's time. */
    Telling tell(String code, String trigger, int hour) {
        return new Telling(++received, code, trigger, time(hour), Ownership.OWNER);
    }

    static String time(int hour) {
        return "2026-03-%02dT%02d:00:00Z".formatted(1 + hour / 24, hour % 24);
    }

    Patient patient(String id) {
        return (Patient) store.read("Patient", id).orElseThrow();
    }

    Encounter visit(String id) {
        return (Encounter) store.read("Encounter", id).orElseThrow();
    }

    /** Everything but meta, as text. */
    String state() {
        Map<String, String> state = new TreeMap<>();
        store.all().forEach((reference, resource) -> {
            resource.setMeta(null);
            state.put(reference, FhirContext.forR4Cached().newJsonParser().encodeResourceToString(resource));
        });
        return String.join("\n", state.values());
    }

    @Override
    public Map<String, FactTime> of(Collection<String> references) {
        Map<String, FactTime> found = new HashMap<>(times);
        found.keySet().retainAll(references);
        return found;
    }

    @Override
    public void remember(Map<String, FactTime> remembered) {
        times.putAll(remembered);
    }

    /** A message that can be applied again, as it is, at any time. */
    final class Telling {

        private final long number;
        private final String code;
        private final String trigger;
        private final String at;
        private final Ownership ownership;
        private String event;
        private final List<Resource> drafts = new ArrayList<>();
        private final List<DeletedElement> deletions = new ArrayList<>();
        private final List<MergedPatients> merges = new ArrayList<>();
        private final Map<String, String> rewrites = new HashMap<>();
        private final Map<String, String> toldOf = new HashMap<>();
        private final Set<String> priors = new HashSet<>();

        private Telling(long number, String code, String trigger, String at, Ownership ownership) {
            this.number = number;
            this.code = code;
            this.trigger = trigger;
            this.at = at;
            this.event = at;
            this.ownership = ownership;
        }

        Telling byContributor() {
            Telling other = new Telling(number, code, trigger, at, Ownership.CONTRIBUTOR);
            other.drafts.addAll(drafts);
            other.deletions.addAll(deletions);
            return other;
        }

        @Override
        public String toString() {
            Encounter visit = visit();
            return number + " " + trigger + " " + at.substring(8, 13) + " " + visit.getIdPart() + " "
                    + visit.getLocationFirstRep().getLocation().getReference();
        }

        /** The visit it drafts. */
        Encounter visit() {
            return drafts.stream()
                    .filter(Encounter.class::isInstance)
                    .map(Encounter.class::cast)
                    .findFirst()
                    .orElseThrow();
        }

        boolean decidesStatus() {
            return RULES.timeline().of(trigger).step() != TimelineRules.Step.KEEP;
        }

        Telling happened(int hour) {
            event = time(hour);
            return this;
        }

        Telling draft(Resource resource) {
            drafts.add(resource);
            return this;
        }

        Telling deletes(String reference, String element) {
            deletions.add(new DeletedElement(reference, element));
            return this;
        }

        Telling merges(String survivor, String prior) {
            return effect(MergedPatients.Effect.MERGE, survivor, prior);
        }

        Telling effect(MergedPatients.Effect effect, String survivor, String prior, String... toldOf) {
            merges.add(new MergedPatients(effect, survivor, prior, List.of(), List.of(), Set.of(toldOf)));
            return this;
        }

        /** What MRG makes. */
        Telling prior(Resource resource) {
            priors.add(resource.fhirType() + "/" + resource.getIdPart());
            return draft(resource);
        }

        /** The patient draft goes by this number. */
        Telling toldOf(String patient, String number) {
            toldOf.put(patient, number);
            return this;
        }

        Telling rewrites(String from, String to) {
            rewrites.put(from, to);
            return this;
        }

        MergeResult apply() {
            MessageId cause = new MessageId(number);
            Statement statement =
                    new Statement(cause, code, trigger, Instant.parse(at), new DateTimeType(event), ownership);
            MergeResult result =
                    merger.merge(new DraftSet(statement, drafts, priors, deletions, rewrites, toldOf, merges));
            if (!result.changes().isEmpty()) {
                store.commit(new StoreTransaction(cause, result.changes()));
            }
            remember(result.times());
            return result;
        }
    }
}
