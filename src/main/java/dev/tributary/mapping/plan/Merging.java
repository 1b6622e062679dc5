package dev.tributary.mapping.plan;

import dev.tributary.mapping.fhir.FhirElement;
import dev.tributary.mapping.fhir.FhirModel;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.BackboneElement;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Enumeration;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** Lays resources over each other that turned out to be the same, and takes out elements that stand twice. */
final class Merging {

    // elements that are gone, and the equal ones that stay; for lineage only
    private final @Nullable Map<Base, Base> stays;

    Merging(boolean forLineage) {
        this.stays = forLineage ? new IdentityHashMap<>() : null;
    }

    /** @return the element that stands for this one in the end: itself, or the equal one that stayed */
    Base staying(Base element) {
        Base found = element;
        for (Base next = element; next != null && stays != null; next = stays.get(next)) {
            found = next;
        }
        return found;
    }

    /** Puts what the other has and the first has not into the first. */
    void into(Resource first, Resource other) {
        for (FhirElement element : FhirModel.typeOf(first).elements()) {
            if (!element.name().equals("id")) {
                merge(first, other, element);
            }
        }
    }

    private void merge(Base first, Base other, FhirElement element) {
        List<Base> more = element.values(other);
        if (more.isEmpty()) {
            return;
        }
        List<Base> there = List.copyOf(element.values(first));
        EqualElements known = new EqualElements(there);
        for (Base value : more) {
            Base equal = known.firstEqual(value, there.size());
            if (equal != null) {
                same(value, equal);
            } else if (!element.list() && !there.isEmpty() && value instanceof BackboneElement) {
                // a part that both have is completed: how a specimen was collected, told by OBR and by SPM
                for (FhirElement inner : FhirModel.typeOf(value).elements()) {
                    merge(there.get(0), value, inner);
                }
                if (stays != null) {
                    stays.put(value, there.get(0));
                }
            } else if (element.list() || there.isEmpty()) {
                first.setProperty(element.hash(), element.name(), value);
                if (value instanceof Enumeration<?>) {
                    // the model's class makes one of its own of it
                    List<Base> set = element.values(first);
                    same(value, set.get(set.size() - 1));
                }
            }
        }
    }

    /** Takes out elements of the resource's lists that equal an earlier one. */
    void dropDoubles(Resource resource) {
        for (FhirElement element : FhirModel.typeOf(resource).elements()) {
            if (!element.list()) {
                continue;
            }
            List<Base> all = element.values(resource);
            if (all.size() > 1) {
                dropDoubles(resource, element, all);
            }
        }
    }

    private void dropDoubles(Resource resource, FhirElement element, List<Base> all) {
        EqualElements known = new EqualElements(all);
        Set<Base> gone = Set.of();
        for (int i = all.size() - 1; i > 0; i--) {
            Base value = all.get(i);
            Base equal = known.firstEqual(value, i);
            if (equal != null && equal != value) {
                same(value, equal);
                gone = gone.isEmpty() ? Collections.newSetFromMap(new IdentityHashMap<>()) : gone;
                gone.add(value);
            }
        }
        if (!gone.isEmpty()) {
            element.remove(resource, gone);
        }
    }

    private void same(Base gone, Base kept) {
        if (stays == null || gone == kept) {
            return;
        }
        stays.put(gone, kept);
        for (FhirElement element : FhirModel.typeOf(gone).elements()) {
            List<Base> old = element.values(gone);
            List<Base> left = element.values(kept);
            for (int i = 0; i < old.size() && i < left.size(); i++) {
                same(old.get(i), left.get(i));
            }
        }
    }
}
