package dev.tributary.record;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Resource;

/**
 * Everything one message wants of the record.
 *
 * @param statement who says it, on what occasion, and when
 * @param drafts resources with ids and relative references ({@code Type/id}); only those that belong in the record.
 *     They are not changed
 * @param priors references of the drafts that MRG made: what a merge, move or change names as prior
 * @param deletions elements that the sender deletes
 * @param rewrites from identity: the reference of a Patient draft to the reference the record knows it by
 * @param toldOf from identity: the reference of a Patient draft to the number it goes by
 * @param merges from identity, in order
 */
public record DraftSet(
        Statement statement,
        List<Resource> drafts,
        Set<String> priors,
        List<DeletedElement> deletions,
        Map<String, String> rewrites,
        Map<String, String> toldOf,
        List<MergedPatients> merges) {

    /** Of a message without MRG, where nobody asks under which number it was told. */
    public DraftSet(
            Statement statement,
            List<Resource> drafts,
            List<DeletedElement> deletions,
            Map<String, String> rewrites,
            List<MergedPatients> merges) {
        this(statement, drafts, Set.of(), deletions, rewrites, Map.of(), merges);
    }

    /** Copies the collections. */
    public DraftSet {
        drafts = List.copyOf(drafts);
        priors = Set.copyOf(priors);
        deletions = List.copyOf(deletions);
        rewrites = Map.copyOf(rewrites);
        toldOf = Map.copyOf(toldOf);
        merges = List.copyOf(merges);
    }
}
