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
import java.util.Optional;
import java.util.Set;

/**
 * One request being decided. First everything is decided in memory ({@code now}: who has which number), then written,
 * so that a conflict leaves nothing behind.
 */
final class Ruling {

    private final IdentityTables tables;
    private final IdentityRequest request;
    private final Claims claims;
    private final Map<IdentifierKey, String> now;
    private final Set<String> created = new LinkedHashSet<>();
    private final Map<IdentifierKey, String> attached = new LinkedHashMap<>();
    private final List<PatientMerge> merges = new ArrayList<>();
    private final Map<String, String> rewrites = new LinkedHashMap<>();

    Ruling(IdentityTables tables, IdentityRequest request, Claims claims, Map<IdentifierKey, String> found) {
        this.tables = tables;
        this.request = request;
        this.claims = claims;
        this.now = found;
    }

    IdentityDecision decide() {
        Map<String, String> priors = new LinkedHashMap<>();
        for (Claims.Merge merge : claims.merges()) {
            Optional<Fault> conflict = merge(merge, priors);
            if (conflict.isPresent()) {
                return new IdentityDecision.Conflict(conflict.get());
            }
        }
        for (Map.Entry<String, Set<IdentifierKey>> draft : claims.drafts().entrySet()) {
            String prior = priors.get(draft.getKey());
            Set<String> owners = owners(draft.getValue());
            if (prior == null && owners.size() > 1) {
                return new IdentityDecision.Conflict(conflict("PID-3"));
            }
            String patient = prior != null ? prior : patientOf(draft.getKey(), draft.getValue(), owners);
            rewrites.put("Patient/" + draft.getKey(), "Patient/" + patient);
        }
        write();
        return new IdentityDecision.Known(rewrites, merges);
    }

    private Optional<Fault> merge(Claims.Merge merge, Map<String, String> priors) {
        Set<String> survivors = owners(merge.survivor());
        if (survivors.size() > 1) {
            return Optional.of(conflict("PID-3"));
        }
        if (merge.survivor().isEmpty() || merge.prior().isEmpty()) {
            // onto itself, or with nothing to merge: no effect, on purpose
            return Optional.empty();
        }
        if (merge.instruction().kind() == MergeKind.CHANGE_IDENTIFIER) {
            return change(merge, survivors);
        }
        String survivor = patientOf(draftOf(merge.survivor()), merge.survivor(), survivors);
        if (owners(merge.prior()).isEmpty()) {
            create(draftOf(merge.prior()), merge.prior());
        }
        Set<String> before = owners(merge.prior());
        Set<IdentifierKey> unknown = new LinkedHashSet<>(merge.prior());
        unknown.removeAll(now.keySet());
        unknown.forEach(key -> give(key, before.iterator().next()));
        before.stream()
                .filter(prior -> !prior.equals(survivor))
                .forEach(prior -> mergeInto(survivor, prior, merge.instruction()));
        drawPriors(merge, priors);
        return Optional.empty();
    }

    // MRG's draft describes the record that was replaced, also when the merge is repeated and the number leads
    // elsewhere
    private void drawPriors(Claims.Merge merge, Map<String, String> priors) {
        Map<IdentifierKey, String> homes = tables.homesOf(merge.prior());
        homes.putAll(attached);
        claims.drafts().forEach((draft, keys) -> {
            if (!keys.isEmpty() && merge.prior().containsAll(keys)) {
                priors.put(draft, homes.get(keys.iterator().next()));
            }
        });
    }

    // A47: the patient stays, the number is new; a new number that somebody else has already would be a guess
    private Optional<Fault> change(Claims.Merge merge, Set<String> survivors) {
        Set<String> before = owners(merge.prior());
        if (before.size() > 1 || !survivors.isEmpty() && !before.isEmpty() && !survivors.equals(before)) {
            return Optional.of(conflict("MRG-1"));
        }
        Set<IdentifierKey> all = new LinkedHashSet<>(merge.survivor());
        all.addAll(merge.prior());
        patientOf(draftOf(merge.survivor()), all, before.isEmpty() ? survivors : before);
        return Optional.empty();
    }

    private void mergeInto(String survivor, String prior, MergeInstruction instruction) {
        now.replaceAll((key, patient) -> patient.equals(prior) ? survivor : patient);
        merges.add(new PatientMerge(
                "Patient/" + survivor, "Patient/" + prior, instruction.survivor(), instruction.prior()));
    }

    private String patientOf(String draft, Set<IdentifierKey> keys, Collection<String> owners) {
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

    private String create(String draft, Set<IdentifierKey> keys) {
        String id = draft;
        // the id may be taken by a patient who once had the number and was then moved away from it
        for (int n = 2; created.contains(id) || tables.exists(id); n++) {
            id = BusinessId.of("Patient", draft, Integer.toString(n));
        }
        created.add(id);
        for (IdentifierKey key : keys) {
            give(key, id);
        }
        return id;
    }

    private void give(IdentifierKey key, String patient) {
        now.put(key, patient);
        attached.put(key, patient);
    }

    private Set<String> owners(Set<IdentifierKey> keys) {
        Set<String> owners = new LinkedHashSet<>();
        for (IdentifierKey key : keys) {
            String owner = now.get(key);
            if (owner != null) {
                owners.add(owner);
            }
        }
        return owners;
    }

    // the draft that speaks of these numbers and of no others first, so that MRG's draft is not taken for PID's
    private String draftOf(Set<IdentifierKey> keys) {
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
        return BusinessId.of("Patient", first.system(), first.value());
    }

    private static Fault conflict(String where) {
        return new Fault(
                FaultCode.IDENTITY_CONFLICT,
                "identifiers of one person in this message belong to different patients: merge them (A40) or correct"
                        + " the identifiers at the source, then release the message",
                where);
    }

    private void write() {
        for (String patient : created) {
            tables.create(patient, request.receivedAt());
            tables.event(IdentityEvent.CREATED, patient, null, null, request);
        }
        Map<String, Set<IdentifierKey>> byPatient = new LinkedHashMap<>();
        attached.forEach((key, patient) ->
                byPatient.computeIfAbsent(patient, p -> new LinkedHashSet<>()).add(key));
        byPatient.forEach((patient, keys) -> {
            tables.attach(keys, patient);
            keys.forEach(key -> tables.event(IdentityEvent.IDENTIFIED, patient, null, key, request));
        });
        for (PatientMerge merge : merges) {
            String prior = merge.prior().substring("Patient/".length());
            String survivor = merge.survivor().substring("Patient/".length());
            tables.replace(prior, survivor);
            tables.event(IdentityEvent.MERGED, prior, survivor, null, request);
        }
    }
}
