package dev.tributary.identity;

import dev.tributary.base.Fault;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A24 links two records of one person, and both stay (HL7 v2.5.1 §3.3.24); A37 takes that back (§3.3.37). HL7 has no
 * event that takes back a merge, so that senders use A37 for that too.
 */
final class LinkRuling {

    private final Findings found;

    LinkRuling(Findings found) {
        this.found = found;
    }

    Optional<Fault> link(Claims.Merge merge) {
        if (isUnclear(merge)) {
            return Optional.of(Findings.conflict("PID-3"));
        }
        if (merge.survivor().isEmpty() || merge.prior().isEmpty()) {
            found.notes().add("nothing linked: both PID name the same numbers, or one of them none that identify");
            return Optional.empty();
        }
        String one = found.patientOf(found.draftOf(merge.survivor()), merge.survivor(), found.owners(merge.survivor()));
        String other = found.patientOf(found.draftOf(merge.prior()), merge.prior(), found.owners(merge.prior()));
        if (one.equals(other)) {
            found.notes().add("nothing linked: the two are one record already");
            return Optional.empty();
        }
        Optional<IdentityTables.LastEvent> last = lastLink(one, other);
        if (last.filter(event -> event.isAfter(found.request()) || event.kind() == IdentityEvent.LINKED)
                .isEmpty()) {
            found.add(PatientMerge.Effect.LINK, one, other, merge.instruction(), Set.of());
        }
        return Optional.empty();
    }

    Optional<Fault> unlink(Claims.Merge merge) {
        if (isUnclear(merge)) {
            return Optional.of(Findings.conflict("PID-3"));
        }
        Set<String> one = found.owners(merge.survivor());
        Set<String> other = found.owners(merge.prior());
        if (one.isEmpty() || other.isEmpty()) {
            found.notes().add("nothing unlinked: of one of the two nothing is known");
        } else if (one.equals(other)) {
            unmerge(merge, one.iterator().next());
        } else {
            unlink(merge, one.iterator().next(), other.iterator().next());
        }
        return Optional.empty();
    }

    private boolean isUnclear(Claims.Merge merge) {
        return found.owners(merge.survivor()).size() > 1
                || found.owners(merge.prior()).size() > 1;
    }

    private Optional<IdentityTables.LastEvent> lastLink(String one, String other) {
        return found.tables().lastBetween(one, other, IdentityEvent.LINKED, IdentityEvent.UNLINKED);
    }

    private void unlink(Claims.Merge merge, String one, String other) {
        Optional<IdentityTables.LastEvent> last = lastLink(one, other);
        if (last.filter(event -> event.kind() == IdentityEvent.LINKED && !event.isAfter(found.request()))
                .isPresent()) {
            found.add(PatientMerge.Effect.UNLINK, one, other, merge.instruction(), Set.of());
        } else {
            found.notes().add("nothing unlinked: no link of the two is known from before this message");
        }
    }

    private void unmerge(Claims.Merge merge, String survivor) {
        Set<String> homes = homes(merge.survivor());
        homes.addAll(homes(merge.prior()));
        homes.remove(survivor);
        if (homes.isEmpty()) {
            found.notes().add("nothing unlinked: the two numbers never were two records");
            return;
        }
        String prior = homes.iterator().next();
        boolean direct = homes.size() == 1
                && found.tables().replacedBy(prior).filter(survivor::equals).isPresent();
        if (!direct) {
            found.notes()
                    .add("nothing unlinked: the two were merged by way of a third record; unlink that one first, the"
                            + " merge made last before the others");
            return;
        }
        boolean isOld = found.tables()
                .lastBetween(prior, survivor, IdentityEvent.MERGED, IdentityEvent.UNMERGED)
                .filter(last -> last.isAfter(found.request()))
                .isPresent();
        if (isOld) {
            found.notes().add("nothing unlinked: the two were merged by a later message");
            return;
        }
        Set<IdentifierKey> numbers = found.tables().numbersOf(prior);
        found.bringBack(numbers, prior);
        found.add(PatientMerge.Effect.UNMERGE, survivor, prior, merge.instruction(), numbers);
        found.notes()
                .add("the merge is undone: what was told under the unlinked numbers is back with them; what messages"
                        + " under them changed in the other patient's own data (name, address) stays and must be"
                        + " corrected by an A08");
    }

    private Set<String> homes(Set<IdentifierKey> keys) {
        Map<IdentifierKey, String> homes = found.homesOf(keys);
        homes.keySet().retainAll(keys);
        return new LinkedHashSet<>(homes.values());
    }
}
