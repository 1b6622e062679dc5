package dev.tributary.mapping.plan;

import dev.tributary.mapping.fhir.FhirElement;
import dev.tributary.mapping.fhir.FhirModel;
import java.util.IdentityHashMap;
import java.util.Map;
import org.hl7.fhir.r4.model.Base;
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
        Base[] there = element.of(first);
        for (Base value : element.of(other)) {
            Base equal = equal(there, value);
            if (equal != null) {
                same(value, equal);
            } else if (element.list() || there.length == 0) {
                first.setProperty(element.hash(), element.name(), value);
            }
        }
    }

    /** Takes out elements of the resource's lists that equal an earlier one. */
    void dropDoubles(Resource resource) {
        for (FhirElement element : FhirModel.typeOf(resource).elements()) {
            if (!element.list()) {
                continue;
            }
            Base[] all = element.of(resource);
            for (int i = all.length - 1; i > 0; i--) {
                Base value = all[i];
                Base equal = null;
                for (int j = 0; j < i && equal == null; j++) {
                    equal = all[j].equalsDeep(value) ? all[j] : null;
                }
                if (equal != null && equal != value) {
                    same(value, equal);
                    resource.removeChild(element.name(), value);
                }
            }
        }
    }

    private static @Nullable Base equal(Base[] there, Base value) {
        for (Base each : there) {
            if (each.equalsDeep(value)) {
                return each;
            }
        }
        return null;
    }

    private void same(Base gone, Base kept) {
        if (stays == null || gone == kept) {
            return;
        }
        stays.put(gone, kept);
        for (FhirElement element : FhirModel.typeOf(gone).elements()) {
            Base[] old = element.of(gone);
            Base[] left = element.of(kept);
            for (int i = 0; i < old.length && i < left.length; i++) {
                same(old[i], left[i]);
            }
        }
    }
}
