package dev.tributary.kit;

import dev.tributary.base.MessageId;
import dev.tributary.store.FhirStore;
import dev.tributary.store.ResourceChange;
import dev.tributary.store.StoreTransaction;
import dev.tributary.store.WrittenVersion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;

/** A store of copies with all versions, for tests of what is pure; not thread-safe. */
public final class InMemoryFhirStore implements FhirStore {

    private final Map<String, List<Resource>> versions = new LinkedHashMap<>();

    @Override
    public Optional<Resource> read(String type, String id) {
        return Optional.ofNullable(readAll(List.of(type + "/" + id)).get(type + "/" + id));
    }

    @Override
    public Map<String, Resource> readAll(Collection<String> references) {
        Map<String, Resource> found = new LinkedHashMap<>();
        for (String reference : references) {
            List<Resource> all = versions.getOrDefault(reference, List.of());
            if (!all.isEmpty()) {
                found.put(reference, all.get(all.size() - 1).copy());
            }
        }
        return found;
    }

    @Override
    public List<Resource> referringTo(String reference) {
        return readAll(versions.keySet()).values().stream()
                .filter(resource -> refers(resource, reference))
                .toList();
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

    @Override
    public List<ResourceChange> commit(StoreTransaction transaction) {
        List<ResourceChange> done = new ArrayList<>();
        for (ResourceChange write : transaction.writes()) {
            Resource after = write.after().copy();
            String reference = after.fhirType() + "/" + after.getIdPart();
            List<Resource> all = versions.computeIfAbsent(reference, its -> new ArrayList<>());
            after.getMeta().setVersionId(Integer.toString(all.size() + 1));
            after.getMeta().setSource(transaction.cause().asUri());
            Resource before = all.isEmpty() ? null : all.get(all.size() - 1).copy();
            all.add(after);
            done.add(new ResourceChange(before, after.copy()));
        }
        return done;
    }

    @Override
    public Optional<List<WrittenVersion>> writtenBy(MessageId message) {
        List<WrittenVersion> written = new ArrayList<>();
        versions.forEach((reference, all) -> {
            for (int i = 0; i < all.size(); i++) {
                if (message.asUri().equals(all.get(i).getMeta().getSource())) {
                    written.add(
                            new WrittenVersion(all.get(i).fhirType(), all.get(i).getIdPart(), i + 1, Instant.EPOCH));
                }
            }
        });
        return Optional.of(written);
    }

    /** @return how many versions of the resource there are */
    public int versionsOf(String reference) {
        return versions.getOrDefault(reference, List.of()).size();
    }

    /** @return the current version of everything, by reference */
    public Map<String, Resource> all() {
        return readAll(versions.keySet());
    }
}
