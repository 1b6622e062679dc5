package dev.tributary.identity;

import dev.tributary.base.BusinessId;
import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What one request finds out, in memory: who has which number now, who is new, and what becomes of whom. Written at the
 * end, so that a conflict leaves nothing behind.
 */
final class Findings {

    private final IdentityTables tables;
    private final HeldIdentities held;
    private final IdentityRequest request;
    private final Claims claims;
    private final Map<IdentifierKey, String> now;
    private final Set<String> created = new LinkedHashSet<>();
    private final Map<IdentifierKey, String> attached = new LinkedHashMap<>();
    private final Map<IdentifierKey, String> movedFrom = new LinkedHashMap<>();
    private final List<PatientMerge> merges = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    Findings(
            IdentityTables tables,
            HeldIdentities held,
            IdentityRequest request,
            Claims claims,
            Map<IdentifierKey, String> now) {
        this.tables = tables;
        this.held = held;
        this.request = request;
        this.claims = claims;
        this.now = now;
    }

    IdentityTables tables() {
        return tables;
    }

    IdentityRequest request() {
        return request;
    }

    Claims claims() {
        return claims;
    }

    List<PatientMerge> merges() {
        return merges;
    }

    List<String> notes() {
        return notes;
    }

    boolean isKnown(IdentifierKey key) {
        return now.containsKey(key);
    }

    Set<String> owners(Collection<IdentifierKey> keys) {
        Set<String> owners = new LinkedHashSet<>();
        for (IdentifierKey key : keys) {
            String owner = now.get(key);
            if (owner != null) {
                owners.add(owner);
            }
        }
        return owners;
    }

    /** The patient of these numbers, new if nobody has any of them; numbers nobody has become the patient's. */
    String patientOf(String draft, Set<IdentifierKey> keys, Collection<String> owners) {
        if (keys.isEmpty()) {
            // nothing to know the patient by: the record keeps whatever id the mapping gave
            return draft;
        }
        if (owners.isEmpty()) {
            return create(draft, keys);
        }
        String owner = owners.iterator().next();
        keys.stream().filter(key -> !now.containsKey(key)).toList().forEach(key -> give(key, owner));
        return owner;
    }

    String create(String draft, Set<IdentifierKey> keys) {
        String id = draft;
        // the id may be taken by a patient who once had the number and was then moved away from it
        for (int n = 2; created.contains(id) || !held.isFree(id) && tables.exists(id); n++) {
            id = BusinessId.of("Patient", draft, Integer.toString(n));
        }
        created.add(id);
        for (IdentifierKey key : keys) {
            give(key, id);
        }
        return id;
    }

    void give(IdentifierKey key, String patient) {
        now.put(key, patient);
        attached.put(key, patient);
    }

    void move(IdentifierKey key, String from, String to) {
        now.put(key, to);
        movedFrom.put(key, from);
    }

    /** Where a number belongs, whatever was merged: as given first, or just now. */
    Map<IdentifierKey, String> homesOf(Set<IdentifierKey> keys) {
        Map<IdentifierKey, String> homes = tables.homesOf(keys);
        homes.putAll(attached);
        return homes;
    }

    void mergeInto(String survivor, String prior, MergeInstruction instruction) {
        now.replaceAll((key, patient) -> patient.equals(prior) ? survivor : patient);
        add(PatientMerge.Effect.MERGE, survivor, prior, instruction, Set.of());
    }

    /** The numbers are those of a patient whose merge is taken back. */
    void bringBack(Set<IdentifierKey> numbers, String prior) {
        now.replaceAll((key, patient) -> numbers.contains(key) ? prior : patient);
    }

    void add(
            PatientMerge.Effect effect,
            String survivor,
            String prior,
            MergeInstruction instruction,
            Set<IdentifierKey> toldOf) {
        merges.add(new PatientMerge(
                effect,
                "Patient/" + survivor,
                "Patient/" + prior,
                instruction.survivor(),
                instruction.prior(),
                toldOf.stream().map(IdentifierKey::text).collect(Collectors.toSet())));
    }

    /** The draft that speaks of these numbers and of no others first, so that MRG's draft is not taken for PID's. */
    String draftOf(Set<IdentifierKey> keys) {
        String any = "";
        for (Map.Entry<String, Set<IdentifierKey>> draft : claims.drafts().entrySet()) {
            if (!draft.getValue().isEmpty() && keys.containsAll(draft.getValue())) {
                return draft.getKey();
            }
            if (any.isEmpty() && draft.getValue().stream().anyMatch(keys::contains)) {
                any = draft.getKey();
            }
        }
        if (!any.isEmpty()) {
            return any;
        }
        IdentifierKey first = keys.iterator().next();
        return BusinessId.of("Patient", first.text());
    }

    static Fault conflict(String where) {
        return conflict(
                where,
                "identifiers of one person in this message belong to different patients: merge them (A40) or correct"
                        + " the identifiers at the source, then release the message");
    }

    static Fault conflict(String where, String why) {
        return new Fault(FaultCode.IDENTITY_CONFLICT, why, where);
    }

    void write() {
        Map<String, Set<IdentifierKey>> given = byPatient(attached);
        for (String patient : created) {
            tables.create(patient, given.getOrDefault(patient, Set.of()), request);
        }
        given.forEach((patient, keys) -> {
            if (!created.contains(patient)) {
                tables.attach(keys, patient);
                keys.forEach(key -> tables.event(IdentityEvent.IDENTIFIED, patient, null, key, request));
            }
        });
        attached.forEach(held::given);
        created.forEach(held::taken);
        Map<IdentifierKey, String> movedTo = new LinkedHashMap<>();
        movedFrom.keySet().forEach(key -> movedTo.put(key, now.getOrDefault(key, "")));
        byPatient(movedTo).forEach((patient, keys) -> {
            tables.move(keys, patient);
            keys.forEach(
                    key -> tables.event(IdentityEvent.MOVED, movedFrom.getOrDefault(key, ""), patient, key, request));
        });
        merges.forEach(this::write);
        if (!movedFrom.isEmpty() || !merges.isEmpty()) {
            held.forget();
        }
    }

    private void write(PatientMerge merge) {
        String prior = merge.prior().substring("Patient/".length());
        String survivor = merge.survivor().substring("Patient/".length());
        switch (merge.effect()) {
            case MERGE -> {
                tables.replace(prior, survivor);
                tables.event(IdentityEvent.MERGED, prior, survivor, null, request);
            }
            case UNMERGE -> {
                tables.restore(prior);
                tables.event(IdentityEvent.UNMERGED, prior, survivor, null, request);
            }
            case LINK -> tables.event(IdentityEvent.LINKED, prior, survivor, null, request);
            case UNLINK -> tables.event(IdentityEvent.UNLINKED, prior, survivor, null, request);
            case MOVE -> {}
        }
    }

    private static Map<String, Set<IdentifierKey>> byPatient(Map<IdentifierKey, String> keys) {
        Map<String, Set<IdentifierKey>> byPatient = new LinkedHashMap<>();
        keys.forEach((key, patient) ->
                byPatient.computeIfAbsent(patient, p -> new LinkedHashSet<>()).add(key));
        return byPatient;
    }
}
