package dev.tributary.store.embedded;

import java.util.Date;
import org.hl7.fhir.r4.model.Resource;

/**
 * A resource as it stands in HAPI's tables.
 *
 * @param pid HAPI's number for it, the key of its rows
 * @param version current
 * @param published when the first version was written
 * @param hash of the current version's text, as HAPI computes it; empty if unknown
 * @param plain whether its text is where HAPI puts it today and it has no tags in tables: else HAPI must write it
 * @param indexed the tables of search parameters that hold something of it: {@link IndexTable#bit} of each
 * @param deleted whether the current version says that it is gone; then it has no content
 * @param resource current content with version, time and source; not to be changed; empty of content if deleted
 */
record StoredVersion(
        long pid,
        long version,
        Date published,
        String hash,
        boolean plain,
        int indexed,
        boolean deleted,
        Resource resource) {

    /** @return {@code Type/id} */
    String reference() {
        return resource.fhirType() + "/" + resource.getIdElement().getIdPart();
    }
}
