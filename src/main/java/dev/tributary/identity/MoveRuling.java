package dev.tributary.identity;

import dev.tributary.base.Fault;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.model.Identifier;

/**
 * A43: a number was filed under the wrong patient and goes over with all that was told under it (HL7 v2.5.1 §3.3.43).
 * What PID-3 and MRG-1 have in common is what moves, else all that MRG-1 names; PID's other numbers (PID-2) say whom to,
 * MRG's other numbers (MRG-4) whom from.
 */
final class MoveRuling {

    private final Findings found;
    private final Map<String, String> priors;

    /** @param priors gets the patient of MRG's draft */
    MoveRuling(Findings found, Map<String, String> priors) {
        this.found = found;
        this.priors = priors;
    }

    Optional<Fault> move(Claims.Merge merge) {
        boolean shared = !merge.common().isEmpty();
        Set<IdentifierKey> moved = shared ? merge.common() : merge.prior();
        Set<IdentifierKey> from = shared ? merge.prior() : Set.of();
        if (merge.survivor().isEmpty() || moved.isEmpty()) {
            return Optional.of(Findings.conflict(
                    "PID-2",
                    "the message moves a number and does not say whom to: send the right patient in PID-2 or as another"
                            + " number in PID-3, or correct the numbers in the record's source"));
        }
        Set<String> targets = found.owners(merge.survivor());
        Set<String> sources = new LinkedHashSet<>(found.owners(moved));
        if (targets.size() > 1) {
            return Optional.of(Findings.conflict("PID-3"));
        }
        String target = found.patientOf(found.draftOf(merge.survivor()), merge.survivor(), targets);
        sources.remove(target);
        Set<String> named = found.owners(from);
        if (sources.size() > 1 || !sources.isEmpty() && !named.isEmpty() && !named.equals(sources)) {
            return Optional.of(Findings.conflict("MRG-1"));
        }
        moved.stream().filter(key -> !found.isKnown(key)).toList().forEach(key -> found.give(key, target));
        if (isOvertaken(moved)) {
            found.notes().add("nothing moved: a later message moved this number");
        } else if (!sources.isEmpty()) {
            carryOver(merge, moved, sources.iterator().next(), target);
        } else {
            found.notes().add("nothing moved: the number is the target's already, or was never heard of");
        }
        drawPriors(merge, moved, from, sources, target);
        return Optional.empty();
    }

    private boolean isOvertaken(Set<IdentifierKey> moved) {
        return moved.stream().anyMatch(key -> found.tables()
                .lastMoveOf(key)
                .filter(last -> last.isAfter(found.request()))
                .isPresent());
    }

    private void carryOver(Claims.Merge merge, Set<IdentifierKey> moved, String source, String target) {
        Set<IdentifierKey> left = found.tables().numbersOf(source);
        left.removeAll(moved);
        Set<IdentifierKey> going = new LinkedHashSet<>(moved);
        moved.stream()
                .filter(key -> found.owners(Set.of(key)).contains(source))
                .toList()
                .forEach(key -> found.move(key, source, target));
        // a patient of whom no number is left keeps nothing: nobody could ever reach it
        found.add(PatientMerge.Effect.MOVE, target, source, moving(merge), left.isEmpty() ? Set.of() : going);
    }

    private static MergeInstruction moving(Claims.Merge merge) {
        MergeInstruction whole = merge.instruction();
        if (merge.common().isEmpty()) {
            return whole;
        }
        return new MergeInstruction(
                whole.kind(),
                whole.survivor(),
                whole.prior().stream()
                        .filter(its -> whole.survivor().stream().anyMatch(other -> isSame(its, other)))
                        .toList());
    }

    private static boolean isSame(Identifier one, Identifier other) {
        return String.valueOf(one.getSystem()).equals(String.valueOf(other.getSystem()))
                && String.valueOf(one.getValue()).equals(other.getValue());
    }

    private void drawPriors(
            Claims.Merge merge, Set<IdentifierKey> moved, Set<IdentifierKey> from, Set<String> sources, String target) {
        Set<IdentifierKey> all = new LinkedHashSet<>(moved);
        all.addAll(from);
        String source = sources.isEmpty() ? "" : sources.iterator().next();
        if (source.isEmpty() && !from.isEmpty()) {
            source = found.patientOf(found.draftOf(from), from, found.owners(from));
        }
        String prior = source.isEmpty() ? target : source;
        found.claims().drafts().forEach((draft, keys) -> {
            boolean isPid = keys.stream().anyMatch(merge.survivor()::contains);
            if (isPid) {
                // also when the number has gone on to a third patient since
                priors.put(draft, target);
            } else if (!keys.isEmpty() && all.containsAll(keys)) {
                priors.put(draft, prior);
            }
        });
    }
}
