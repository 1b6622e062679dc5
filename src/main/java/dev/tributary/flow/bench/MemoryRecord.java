package dev.tributary.flow.bench;

import dev.tributary.record.FactTime;
import dev.tributary.record.FactTimes;
import dev.tributary.store.FhirStore;
import dev.tributary.store.ResourceChange;
import dev.tributary.store.StoreTransaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/** The record of one test, gone when the test is over. Used by one thread. */
final class MemoryRecord implements FhirStore, FactTimes {

    private final Map<String, Resource> stored = new LinkedHashMap<>();
    private final Map<String, FactTime> times = new HashMap<>();

    @Override
    public Optional<Resource> read(String type, String id) {
        return Optional.ofNullable(stored.get(type + "/" + id)).map(Resource::copy);
    }

    @Override
    public Map<String, Resource> readAll(Collection<String> references) {
        Map<String, Resource> found = new LinkedHashMap<>();
        for (String reference : references) {
            Resource resource = stored.get(reference);
            if (resource != null) {
                found.put(reference, resource.copy());
            }
        }
        return found;
    }

    @Override
    public List<Resource> referringTo(String reference) {
        return stored.values().stream()
                .filter(resource -> refers(resource, reference))
                .map(Resource::copy)
                .toList();
    }

    @Override
    public List<ResourceChange> commit(StoreTransaction transaction) {
        List<ResourceChange> done = new ArrayList<>();
        for (ResourceChange write : transaction.writes()) {
            Resource after = write.after().copy();
            String reference = after.fhirType() + "/" + after.getIdElement().getIdPart();
            Resource before = stored.get(reference);
            int version = before == null ? 1 : Integer.parseInt(before.getMeta().getVersionId()) + 1;
            after.getMeta()
                    .setVersionId(Integer.toString(version))
                    .setSource(transaction.cause().asUri());
            stored.put(reference, after);
            done.add(new ResourceChange(before, after.copy()));
        }
        return done;
    }

    @Override
    public Map<String, FactTime> of(Collection<String> references) {
        Map<String, FactTime> known = new HashMap<>(times);
        known.keySet().retainAll(references);
        return known;
    }

    @Override
    public void remember(Map<String, FactTime> later) {
        times.putAll(later);
    }

    private static boolean refers(Base parent, String reference) {
        for (Property property : parent.children()) {
            for (Base value : property.getValues()) {
                if (value instanceof Reference target && reference.equals(target.getReference())
                        || refers(value, reference)) {
                    return true;
                }
            }
        }
        return false;
    }
}
