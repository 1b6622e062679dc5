package dev.tributary.mapping;

import java.util.List;

/**
 * What one message says, as FHIR. The same message, mapping set and feed profile give the same result, byte for byte.
 *
 * @param drafts the resources, in the order in which the message brought them; ids are unique among them
 * @param deletions what the sender asked to delete
 * @param lineage what became of each leaf, and where each element came from; empty if it was not asked for
 * @param issues what a person should see
 * @param mappingVersion which mapping set it was: a hash of the files
 */
public record MappingResult(
        List<Draft> drafts,
        List<ElementDeletion> deletions,
        List<LineageEntry> lineage,
        List<MappingIssue> issues,
        String mappingVersion) {

    /** Keeps copies of the lists. */
    public MappingResult {
        drafts = List.copyOf(drafts);
        deletions = List.copyOf(deletions);
        lineage = List.copyOf(lineage);
        issues = List.copyOf(issues);
    }
}
