package dev.tributary.record;

import dev.tributary.store.FhirStore;
import dev.tributary.store.ResourceChange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** What is stored of the resources a message touches, and what becomes of them. Not thread-safe. */
final class WorkingRecord {

    private final FhirStore store;
    private final Map<String, Resource> stored = new HashMap<>();
    private final Set<String> read = new HashSet<>();
    private final Map<String, Resource> current = new LinkedHashMap<>();

    WorkingRecord(FhirStore store) {
        this.store = store;
    }

    /** Reads, in one go, those that were not read before. */
    void load(Collection<String> references) {
        List<String> unread = references.stream().filter(read::add).toList();
        if (!unread.isEmpty()) {
            stored.putAll(store.readAll(unread));
        }
    }

    /** Everything that points to a resource, as it is by now; may be changed. */
    List<Resource> referringTo(String reference) {
        List<Resource> found = new ArrayList<>();
        for (Resource resource : store.referringTo(reference)) {
            String its = reference(resource);
            if (read.add(its)) {
                stored.put(its, resource);
            }
            found.add(edit(its, resource));
        }
        return found;
    }

    /** As it is by now, or null if there is none; not to be changed. */
    @Nullable
    Resource peek(String reference) {
        Resource now = current.get(reference);
        return now == null ? stored.get(reference) : now;
    }

    boolean isNew(String reference) {
        return peek(reference) == null;
    }

    /**
     * As it is by now, to be changed; an empty resource of the draft's type if there is none. It has the draft's labels
     * (security labels and tags) beside its own: a restriction holds whoever tells it and whenever it comes.
     */
    Resource edit(String reference, Resource draft) {
        Resource target = current.computeIfAbsent(reference, its -> {
            Resource old = stored.get(its);
            return old == null ? empty(draft) : old.copy();
        });
        if (target != draft) {
            Labels.unite(target, draft);
        }
        return target;
    }

    /** As it is by now, to be changed; it must be there. */
    Resource existing(String reference) {
        Resource now = peek(reference);
        if (now == null) {
            throw new IllegalArgumentException("there is no " + reference);
        }
        return edit(reference, now);
    }

    Patient patient(String reference) {
        Patient blank = new Patient();
        blank.setId(reference.substring("Patient/".length()));
        return (Patient) edit(reference, blank);
    }

    void put(Resource resource) {
        current.put(reference(resource), resource);
    }

    private static Resource empty(Resource draft) {
        Resource empty = Elements.newResource(draft.fhirType());
        empty.setIdElement(draft.getIdElement().copy());
        if (draft.hasMeta()) {
            empty.setMeta(draft.getMeta().copy());
        }
        return empty;
    }

    static String reference(Resource resource) {
        return resource.fhirType() + "/" + resource.getIdPart();
    }

    /** What differs from what is stored. */
    List<ResourceChange> changes() {
        List<ResourceChange> changes = new ArrayList<>();
        current.forEach((reference, now) -> {
            Resource before = stored.get(reference);
            if (before == null || !Elements.same(before, now) || !Labels.same(before, now)) {
                changes.add(new ResourceChange(before, now));
            }
        });
        return changes;
    }
}
