package dev.tributary.alert;

import dev.tributary.store.FhirStore;
import dev.tributary.store.ResourceChange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/**
 * The record around one message's changes. The store is asked only if an expression needs it, and for each thing once;
 * what the message has just written is at hand. Not thread-safe.
 */
public final class Surroundings {

    private final @Nullable FhirStore store;
    private final List<Resource> written;
    private final Map<String, Optional<Resource>> resources = new HashMap<>();
    private final Map<String, List<Resource>> lists = new HashMap<>();

    private Surroundings(@Nullable FhirStore store, List<ResourceChange> changes) {
        this.store = store;
        this.written = changes.stream().map(ResourceChange::after).toList();
        for (ResourceChange change : changes) {
            resources.put(reference(change.after()), Optional.of(change.after()));
        }
    }

    /**
     * @param store the record as it is with the changes written
     * @param changes of the message
     */
    public static Surroundings of(FhirStore store, List<ResourceChange> changes) {
        return new Surroundings(store, changes);
    }

    /** @return surroundings that know no more than the changes */
    public static Surroundings only(List<ResourceChange> changes) {
        return new Surroundings(null, changes);
    }

    /** @return the resource behind a reference such as {@code Patient/abc}, or empty */
    public Optional<Resource> read(@Nullable String reference) {
        if (reference == null || reference.indexOf('/') < 1) {
            return Optional.empty();
        }
        return resources.computeIfAbsent(
                reference,
                wanted -> store == null
                        ? Optional.empty()
                        : store.read(
                                wanted.substring(0, wanted.indexOf('/')), wanted.substring(wanted.indexOf('/') + 1)));
    }

    /**
     * @param type such as {@code Encounter}
     * @param patient {@code Patient/abc}
     * @return all of that type of that patient
     */
    public List<Resource> ofPatient(String type, @Nullable String patient) {
        if (store == null || patient == null) {
            return List.of();
        }
        return lists.computeIfAbsent(type + " " + patient, key -> store.ofPatient(type, patient));
    }

    /** @return all of that type that the message has written */
    public List<Resource> ofMessage(String type) {
        return written.stream().filter(each -> each.fhirType().equals(type)).toList();
    }

    /** @return {@code Observation/abc} */
    public static String reference(Resource resource) {
        return resource.fhirType() + "/" + resource.getIdElement().getIdPart();
    }
}
