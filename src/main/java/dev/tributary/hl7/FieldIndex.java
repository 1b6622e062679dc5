package dev.tributary.hl7;

import java.util.Arrays;

/** Where the field separators of a message are: one growing array, shared by all its segments. */
final class FieldIndex {

    private int[] positions;
    private int size;

    FieldIndex(int expected) {
        positions = new int[Math.max(16, expected)];
    }

    void add(int position) {
        if (size == positions.length) {
            positions = Arrays.copyOf(positions, size * 2);
        }
        positions[size++] = position;
    }

    int size() {
        return size;
    }

    int at(int n) {
        return positions[n];
    }
}
