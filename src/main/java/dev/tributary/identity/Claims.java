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

    /** {@code survivor} and {@code prior} share no number. */
    record Merge(MergeInstruction instruction, Set<IdentifierKey> survivor, Set<IdentifierKey> prior) {}

    static Claims of(IdentityRequest request, IdentifyingTypes types) {
        Map<String, Set<IdentifierKey>> drafts = new LinkedHashMap<>();
        for (Patient patient : request.patients()) {
            drafts.put(patient.getIdPart(), keys(patient.getIdentifier(), request.feed(), types));
        }
        List<Merge> merges = new ArrayList<>();
        for (MergeInstruction instruction : request.merges()) {
            Set<IdentifierKey> prior = keys(instruction.prior(), request.feed(), types);
            Set<IdentifierKey> survivor = keys(instruction.survivor(), request.feed(), types);
            // many senders repeat the old number in PID-3 beside the new one: MRG-1 says which is which
            survivor.removeAll(prior);
            merges.add(new Merge(instruction, survivor, prior));
        }
        return new Claims(drafts, merges);
    }

    private static Set<IdentifierKey> keys(Collection<Identifier> identifiers, FeedName feed, IdentifyingTypes types) {
        Set<IdentifierKey> keys = new LinkedHashSet<>();
        identifiers.stream()
                .filter(types::identifies)
                .forEach(identifier -> keys.add(IdentifierKey.of(identifier, feed)));
        return keys;
    }

    /** Every number of the message, sorted. */
    SortedSet<IdentifierKey> keys() {
        SortedSet<IdentifierKey> keys = new TreeSet<>();
        drafts.values().forEach(keys::addAll);
        for (Merge merge : merges) {
            keys.addAll(merge.survivor());
            keys.addAll(merge.prior());
        }
        return keys;
    }
}
