package dev.tributary.record;

import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Resource;

/**
 * Everything one message wants of the record.
 *
 * @param statement who says it, on what occasion, and when
 * @param drafts resources with ids and relative references ({@code Type/id}); only those that belong in the record.
 *     They are not changed
 * @param deletions elements that the sender deletes
 * @param rewrites from identity: the reference of a Patient draft to the reference the record knows it by
 * @param merges from identity, in order
 */
public record DraftSet(
        Statement statement,
        List<Resource> drafts,
        List<DeletedElement> deletions,
        Map<String, String> rewrites,
        List<MergedPatients> merges) {

    /** Copies the collections. */
    public DraftSet {
        drafts = List.copyOf(drafts);
        deletions = List.copyOf(deletions);
        rewrites = Map.copyOf(rewrites);
        merges = List.copyOf(merges);
    }
}
