package dev.tributary.store;

import dev.tributary.base.MessageId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleType;
import org.hl7.fhir.r4.model.Bundle.HTTPVerb;
import org.hl7.fhir.r4.model.Resource;

/**
 * A {@link StoreTransaction} as FHIR's transaction Bundle of {@code PUT}s, made of copies.
 *
 * @param request to be sent; entries by reference, so that two transactions lock shared rows in the same order
 * @param resources the copies within the request, in the order of its entries
 */
public record TransactionBundle(Bundle request, List<Resource> resources) {

    /**
     * @param cause becomes {@code meta.source}
     * @param changes at least one
     * @return the request
     */
    public static TransactionBundle of(MessageId cause, List<ResourceChange> changes) {
        Bundle bundle = new Bundle();
        bundle.setType(BundleType.TRANSACTION);
        List<Resource> resources = new ArrayList<>();
        changes.stream()
                .sorted(Comparator.comparing(change -> reference(change.after())))
                .forEach(change -> {
                    Resource copy = change.after().copy();
                    String reference = reference(copy);
                    copy.setId(reference);
                    copy.getMeta().setVersionId(null).setLastUpdated(null).setSource(cause.asUri());
                    resources.add(copy);
                    Bundle.BundleEntryRequestComponent request =
                            bundle.addEntry().setResource(copy).getRequest();
                    request.setMethod(HTTPVerb.PUT).setUrl(reference);
                    Resource before = change.before();
                    if (before != null && before.getMeta().hasVersionId()) {
                        request.setIfMatch("W/\"" + before.getMeta().getVersionId() + "\"");
                    }
                });
        return new TransactionBundle(bundle, resources);
    }

    /**
     * @param resource with an id
     * @return {@code Patient/abc}
     */
    public static String reference(Resource resource) {
        return resource.fhirType() + "/" + resource.getIdElement().getIdPart();
    }
}
