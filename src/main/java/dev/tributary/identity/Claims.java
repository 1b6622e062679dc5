package dev.tributary.identity;

import dev.tributary.base.FeedName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;

/**
 * A request reduced to the numbers that identify.
 *
 * @param drafts the numbers of each Patient draft, by its id
 * @param merges the numbers of each instruction
 */
record Claims(Map<String, Set<IdentifierKey>> drafts, List<Merge> merges) {

    /**
     * One instruction; {@code survivor} and {@code prior} share no number.
     *
     * @param common what both PID and MRG name: of a move, the numbers that go over
     */
    record Merge(
            MergeInstruction instruction,
            Set<IdentifierKey> survivor,
            Set<IdentifierKey> prior,
            Set<IdentifierKey> common) {}

    static Claims of(IdentityRequest request, IdentityRules rules) {
        Map<String, Set<IdentifierKey>> drafts = new LinkedHashMap<>();
        for (Patient patient : request.patients()) {
            drafts.put(patient.getIdPart(), keys(patient.getIdentifier(), request.feed(), rules));
        }
        List<Merge> merges = new ArrayList<>();
        for (MergeInstruction instruction : request.merges()) {
            Set<IdentifierKey> prior = keys(instruction.prior(), request.feed(), rules);
            Set<IdentifierKey> survivor = keys(instruction.survivor(), request.feed(), rules);
            Set<IdentifierKey> common = new LinkedHashSet<>(survivor);
            common.retainAll(prior);
            // many senders repeat the old number in PID-3 beside the new one: MRG-1 says which is which
            survivor.removeAll(prior);
            if (instruction.kind() == MergeKind.MOVE_IDENTIFIER) {
                prior.removeAll(common);
            }
            merges.add(new Merge(instruction, survivor, prior, common));
        }
        return new Claims(drafts, merges);
    }

    private static Set<IdentifierKey> keys(Collection<Identifier> identifiers, FeedName feed, IdentityRules rules) {
        Set<IdentifierKey> keys = new LinkedHashSet<>();
        identifiers.stream().filter(rules::identifies).forEach(identifier -> keys.add(rules.key(identifier, feed)));
        return keys;
    }

    /** Every number of the message, sorted. */
    SortedSet<IdentifierKey> keys() {
        SortedSet<IdentifierKey> keys = new TreeSet<>();
        drafts.values().forEach(keys::addAll);
        for (Merge merge : merges) {
            keys.addAll(merge.survivor());
            keys.addAll(merge.prior());
            keys.addAll(merge.common());
        }
        return keys;
    }
}
