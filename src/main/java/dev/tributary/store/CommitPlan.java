package dev.tributary.store;

import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.base.FaultException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.hl7.fhir.r4.model.Resource;

/**
 * What of a {@link StoreTransaction} is still to be written, seen from what is stored now. A write whose content is
 * there already has happened before (twice is once); a write made from another version than the stored one must not
 * happen at all.
 *
 * @param transaction as asked for
 * @param toWrite changes of exactly the stored version, or of nothing where nothing is stored
 * @param done what is stored already, by reference
 */
public record CommitPlan(StoreTransaction transaction, List<ResourceChange> toWrite, Map<String, Resource> done) {

    /**
     * @param transaction as asked for
     * @param versions current version by reference, of those that exist
     * @param current reads one that exists
     * @return the plan
     * @throws FaultException {@code STORE_CONFLICT} if one was written by somebody else since it was read
     */
    public static CommitPlan of(
            StoreTransaction transaction, Map<String, String> versions, Function<String, Resource> current) {
        List<ResourceChange> toWrite = new ArrayList<>();
        Map<String, Resource> done = new LinkedHashMap<>();
        for (ResourceChange change : transaction.writes()) {
            String reference = TransactionBundle.reference(change.after());
            Resource before = change.before();
            String readVersion = before == null ? null : before.getMeta().getVersionId();
            String storedVersion = versions.get(reference);
            if (storedVersion == null || storedVersion.equals(readVersion)) {
                toWrite.add(change);
                continue;
            }
            Resource stored = current.apply(reference);
            if (!SameContent.of(stored, change.after())) {
                throw new FaultException(new Fault(
                        FaultCode.STORE_CONFLICT,
                        "the stored " + stored.fhirType()
                                + " is not the version that the change was made from: read and merge again",
                        "store"));
            }
            done.put(reference, stored);
        }
        return new CommitPlan(transaction, toWrite, done);
    }

    /**
     * @param written what became of {@link #toWrite}
     * @return each write of the transaction as stored now, in its order
     */
    public List<ResourceChange> outcome(List<Resource> written) {
        Map<String, Resource> stored = new LinkedHashMap<>(done);
        written.forEach(resource -> stored.put(TransactionBundle.reference(resource), resource));
        return transaction.writes().stream()
                .map(change -> new ResourceChange(
                        change.before(),
                        Objects.requireNonNull(stored.get(TransactionBundle.reference(change.after())))))
                .toList();
    }
}
