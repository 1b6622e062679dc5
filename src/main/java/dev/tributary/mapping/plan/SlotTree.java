package dev.tributary.mapping.plan;

import dev.tributary.mapping.fhir.FhirElement;
import dev.tributary.mapping.plan.Slot.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The slots of one table: each element by its path and label once. */
final class SlotTree {

    private record Key(@Nullable Slot parent, Kind kind, String name, String type, String label) {}

    private final Slot root;
    private final Map<Key, Slot> slots = new HashMap<>();
    private final List<Slot> chain = new ArrayList<>();

    SlotTree(String rootType) {
        root = new Slot(0, Kind.ROOT, null, null, rootType, TargetPath.FIRST);
    }

    Slot root() {
        return root;
    }

    /** @return how many slots a frame needs */
    int size() {
        return slots.size() + 1;
    }

    Slot element(Slot parent, FhirElement element, String type, String label) {
        // what does not repeat is one, whatever it is called
        String key = element.list() ? label : TargetPath.FIRST;
        return slot(parent, Kind.ELEMENT, element, type, key);
    }

    Slot referenced(Slot reference, String type, String label) {
        return slot(reference, Kind.REFERENCED, null, type, label);
    }

    Slot further(String type, String label) {
        return slot(null, Kind.FURTHER, null, type, label);
    }

    Slot chain(String type, int number) {
        Slot slot = slot(null, Kind.CHAIN, null, type, Integer.toString(number));
        if (!chain.contains(slot)) {
            chain.add(slot);
            chain.sort(Comparator.comparingInt(Slot::chain));
        }
        return slot;
    }

    /** @return the resources of a chain, the lowest first */
    List<Slot> chain() {
        return chain;
    }

    private Slot slot(@Nullable Slot parent, Kind kind, @Nullable FhirElement element, String type, String label) {
        String name = element == null ? "" : element.name();
        return slots.computeIfAbsent(
                new Key(parent, kind, name, type, label),
                key -> new Slot(slots.size() + 1, kind, parent, element, type, label));
    }
}
