package dev.tributary.mapping;

import org.hl7.fhir.r4.model.Resource;

/**
 * One resource a message gives, before it is laid over what is stored.
 *
 * @param resource an R4 resource with its id set from its business key; its references are {@code Type/id} of drafts of
 *     the same message, or logical
 * @param record false for what describes the message and not the patient (Bundle, MessageHeader, Provenance of the
 *     transport): shown by {@code convert}, not written to the store
 * @param segment the segment that made it: {@code MRG} for what a merge, move or change names as prior; empty if none did
 */
public record Draft(Resource resource, boolean record, String segment) {

    /** @return {@code Patient/5f0c…} */
    public String reference() {
        return resource.fhirType() + "/" + resource.getIdElement().getIdPart();
    }

    /** @return type and id, no content */
    @Override
    public String toString() {
        return reference();
    }
}
