package dev.tributary.record;

import java.util.Map;

/**
 * When the facts of one resource were last stated.
 *
 * @param newest by the newest message that stated anything of it
 * @param elements stamps of elements that the newest message did not state, and of elements that were deleted
 */
public record FactTime(Stamp newest, Map<String, Stamp> elements) {

    /** Copies the map. */
    public FactTime {
        elements = Map.copyOf(elements);
    }
}
