package dev.tributary.store;

import org.hl7.fhir.r4.model.Meta;
import org.hl7.fhir.r4.model.Resource;

/** Compares resources by what they say, leaving out what a store adds: version, time, source. */
public final class SameContent {

    private SameContent() {}

    /**
     * @param left of any type
     * @param right of any type
     * @return whether a write of one over the other would change nothing
     */
    public static boolean of(Resource left, Resource right) {
        return left.fhirType().equals(right.fhirType()) && bare(left).equalsDeep(bare(right));
    }

    private static Resource bare(Resource resource) {
        Resource copy = resource.copy();
        copy.setId(resource.getIdElement().getIdPart());
        if (copy.hasMeta()) {
            Meta meta = copy.getMeta();
            meta.setVersionId(null);
            meta.setLastUpdated(null);
            meta.setSource(null);
            meta.setExtension(null);
            if (meta.isEmpty()) {
                copy.setMeta(null);
            }
        }
        return copy;
    }
}
