package dev.tributary.identity;

import dev.tributary.base.Fault;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One request being decided: first what the message says of two patients, then who each draft is. */
final class Ruling {

    private final Findings found;
    private final Claims claims;
    private final Map<String, String> priors = new LinkedHashMap<>();

    Ruling(Findings found) {
        this.found = found;
        this.claims = found.claims();
    }

    IdentityDecision decide() {
        for (Claims.Merge merge : claims.merges()) {
            Optional<Fault> conflict =
                    switch (merge.instruction().kind()) {
                        case MERGE -> merge(merge);
                        case CHANGE_IDENTIFIER -> change(merge);
                        case MOVE_IDENTIFIER -> new MoveRuling(found, priors).move(merge);
                        case LINK -> new LinkRuling(found).link(merge);
                        case UNLINK -> new LinkRuling(found).unlink(merge);
                    };
            if (conflict.isPresent()) {
                return new IdentityDecision.Conflict(conflict.get());
            }
        }
        Map<String, String> rewrites = new LinkedHashMap<>();
        Map<String, String> toldOf = new LinkedHashMap<>();
        for (Map.Entry<String, Set<IdentifierKey>> draft : claims.drafts().entrySet()) {
            String prior = priors.get(draft.getKey());
            Set<String> owners = found.owners(draft.getValue());
            if (prior == null && owners.size() > 1) {
                return new IdentityDecision.Conflict(Findings.conflict("PID-3"));
            }
            String patient = prior != null ? prior : found.patientOf(draft.getKey(), draft.getValue(), owners);
            rewrites.put("Patient/" + draft.getKey(), "Patient/" + patient);
            draft.getValue().stream()
                    .findFirst()
                    .ifPresent(first -> toldOf.put("Patient/" + draft.getKey(), first.text()));
        }
        found.write();
        return new IdentityDecision.Known(rewrites, found.merges(), toldOf, found.notes());
    }

    private Optional<Fault> merge(Claims.Merge merge) {
        Set<String> survivors = found.owners(merge.survivor());
        if (survivors.size() > 1) {
            return Optional.of(Findings.conflict("PID-3"));
        }
        if (isOntoItself(merge)) {
            return Optional.empty();
        }
        String survivor = found.patientOf(found.draftOf(merge.survivor()), merge.survivor(), survivors);
        if (found.owners(merge.prior()).isEmpty()) {
            found.create(found.draftOf(merge.prior()), merge.prior());
        }
        Set<String> before = found.owners(merge.prior());
        Set<IdentifierKey> unknown = new LinkedHashSet<>(merge.prior());
        unknown.removeIf(found::isKnown);
        unknown.forEach(key -> found.give(key, before.iterator().next()));
        before.stream()
                .filter(prior -> !prior.equals(survivor) && !wasTakenBack(merge, survivor, prior))
                .forEach(prior -> found.mergeInto(survivor, prior, merge.instruction()));
        drawPriors(merge);
        return Optional.empty();
    }

    private boolean isOntoItself(Claims.Merge merge) {
        if (merge.survivor().isEmpty() || merge.prior().isEmpty()) {
            found.notes()
                    .add("nothing merged: PID-3 and MRG-1 name the same numbers, or one of them none that identify");
            return true;
        }
        return false;
    }

    // a replay of the merge must not undo the unlink that came after it
    private boolean wasTakenBack(Claims.Merge merge, String survivor, String prior) {
        boolean takenBack = found.tables()
                .lastBetween(survivor, prior, IdentityEvent.MERGED, IdentityEvent.UNMERGED)
                .filter(last -> last.kind() == IdentityEvent.UNMERGED && last.isAfter(found.request()))
                .isPresent();
        if (takenBack) {
            // PID-3 may name the old number beside the new one
            claims.drafts().forEach((draft, keys) -> {
                if (keys.stream().anyMatch(merge.survivor()::contains)) {
                    priors.put(draft, survivor);
                }
            });
            found.notes().add("nothing merged: a later message took this merge back (A37)");
        }
        return takenBack;
    }

    // MRG's draft describes the record that was replaced, also when the merge is repeated and the number leads
    // elsewhere
    private void drawPriors(Claims.Merge merge) {
        Map<IdentifierKey, String> homes = found.homesOf(merge.prior());
        claims.drafts().forEach((draft, keys) -> {
            if (!keys.isEmpty() && merge.prior().containsAll(keys)) {
                String home = homes.get(keys.iterator().next());
                if (home != null) {
                    priors.put(draft, home);
                }
            }
        });
    }

    // A47: the patient stays, the number is new; a new number that somebody else has already would be a guess
    private Optional<Fault> change(Claims.Merge merge) {
        Set<String> survivors = found.owners(merge.survivor());
        if (survivors.size() > 1) {
            return Optional.of(Findings.conflict("PID-3"));
        }
        if (isOntoItself(merge)) {
            return Optional.empty();
        }
        Set<String> before = found.owners(merge.prior());
        if (before.size() > 1 || !survivors.isEmpty() && !before.isEmpty() && !survivors.equals(before)) {
            return Optional.of(Findings.conflict("MRG-1"));
        }
        Set<IdentifierKey> all = new LinkedHashSet<>(merge.survivor());
        all.addAll(merge.prior());
        found.patientOf(found.draftOf(merge.survivor()), all, before.isEmpty() ? survivors : before);
        return Optional.empty();
    }
}
