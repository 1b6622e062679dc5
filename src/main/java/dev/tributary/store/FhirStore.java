package dev.tributary.store;

import dev.tributary.base.MessageId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.Resource;

/**
 * The shared FHIR R4 record. Every implementation obeys {@code FhirStoreContract}.
 *
 * <p>Failures are {@link dev.tributary.base.FaultException}s: {@code STORE_UNREACHED} (nothing written), {@code
 * STORE_TIMED_OUT} (may be written; repeating is safe since ids are ours) or {@code STORE_REJECTED}.
 */
public interface FhirStore {

    /**
     * @param type {@code Patient}
     * @param id without the type
     * @return the current version, or empty if there is none or it is deleted
     */
    default Optional<Resource> read(String type, String id) {
        String reference = type + "/" + id;
        return Optional.ofNullable(readAll(List.of(reference)).get(reference));
    }

    /**
     * @param references {@code Patient/abc}, each at most once
     * @return the current versions of those that exist, by reference
     */
    Map<String, Resource> readAll(Collection<String> references);

    /**
     * Says what this transaction is going to read, so that one question is asked instead of many. Changes no answer.
     *
     * @param references {@code Patient/abc}; those that do not exist do no harm
     */
    default void foresee(Collection<String> references) {}

    /**
     * Finds what points to a resource, for instance everything of a patient that is to be re-pointed by a merge.
     *
     * @param reference {@code Patient/abc}
     * @return the current versions of all resources that refer to it from any element
     */
    List<Resource> referringTo(String reference);

    /**
     * Finds what of a patient's history alert rules look at; asked only by rules that need it.
     *
     * @param type {@code Encounter}
     * @param patient {@code Patient/abc}
     * @return the current versions of all resources of that type that refer to the patient from any element
     */
    default List<Resource> ofPatient(String type, String patient) {
        return referringTo(patient).stream()
                .filter(resource -> resource.fhirType().equals(type))
                .toList();
    }

    /**
     * Writes all or nothing. In the embedded store this joins the caller's database transaction; a remote store has
     * committed when this returns, and repeating the same transaction changes nothing.
     *
     * @param transaction with at least one write
     * @return each write with the resource as stored, in the same order
     */
    List<ResourceChange> commit(StoreTransaction transaction);

    /**
     * From a message to all it wrote; the way back is {@code meta.source}.
     *
     * @param message the journal's
     * @return each version whose source it is, by type, id and version; empty if this store cannot tell
     */
    default Optional<List<WrittenVersion>> writtenBy(MessageId message) {
        return Optional.empty();
    }

    /**
     * @return whether writes commit with the caller's database transaction, so that several messages may share one;
     *     false if {@link #commit} has committed when it returns
     */
    default boolean joinsTransactions() {
        return false;
    }
}
