package dev.tributary.mapping.plan;

import dev.tributary.mapping.fhir.FhirElement;
import dev.tributary.mapping.fhir.FhirModel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.PrimitiveType;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;

/**
 * Finds equal elements of a list. Comparing each with each is quickest for a few; ten thousand identifiers would take
 * fifty million comparisons, so of many only those are compared that look alike at a glance.
 */
final class EqualElements {

    private static final int FEW = 16;

    private final List<Base> all;
    private final Map<Integer, List<Integer>> byGlance;

    /** For elements in their order; the list must not change meanwhile. */
    EqualElements(List<Base> all) {
        this.all = all;
        this.byGlance = all.size() <= FEW ? Map.of() : byGlance(all);
    }

    private static Map<Integer, List<Integer>> byGlance(List<Base> all) {
        Map<Integer, List<Integer>> byGlance = new HashMap<>();
        for (int i = 0; i < all.size(); i++) {
            byGlance.computeIfAbsent(glance(all.get(i)), key -> new ArrayList<>(1))
                    .add(i);
        }
        return byGlance;
    }

    /** @return the first element before a place that equals a value, deeply; null if none does */
    @Nullable
    Base firstEqual(Base value, int before) {
        if (all.size() <= FEW) {
            for (int i = 0; i < before; i++) {
                if (all.get(i).equalsDeep(value)) {
                    return all.get(i);
                }
            }
            return null;
        }
        for (int i : byGlance.getOrDefault(glance(value), List.of())) {
            if (i >= before) {
                return null;
            }
            if (all.get(i).equalsDeep(value)) {
                return all.get(i);
            }
        }
        return null;
    }

    // The same for what is deeply equal. Numbers, times and URIs are equal in more than one spelling, and nothing
    // equals
    // something empty: they count for nothing.
    private static int glance(Base base) {
        if (base instanceof PrimitiveType<?>) {
            String text = base instanceof StringType string ? string.getValue() : null;
            return text == null || text.isBlank() ? 0 : text.hashCode();
        }
        int sum = 0;
        for (FhirElement element : FhirModel.typeOf(base).elements()) {
            List<Base> values = element.values(base);
            for (int i = 0; i < values.size(); i++) {
                sum += glance(values.get(i)) * (element.hash() + 31 * i);
            }
        }
        return sum;
    }
}
