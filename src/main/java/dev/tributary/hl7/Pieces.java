package dev.tributary.hl7;

import org.jspecify.annotations.Nullable;

/**
 * A part divided once: components of a field or repetition, subcomponents of a component. For who asks for many pieces of
 * the same part, each of which {@link Repetition#component} would count its way to.
 */
public final class Pieces {

    private static final int USUAL = 8;

    // by number - 1; null where the sender sent nothing
    private @Nullable Part[] parts = new Part[USUAL];
    private int count;

    private Pieces() {}

    /** @return the pieces of a part; a subcomponent is its own only piece, as is what is not divided */
    public static Pieces of(Part part) {
        Pieces pieces = new Pieces();
        if (part instanceof Field field) {
            // what has no number means the first repetition
            pieces.divide(field.repetition(1));
        } else {
            pieces.divide(part);
        }
        return pieces;
    }

    /** @return the n-th piece, from 1; null where nothing was sent */
    public @Nullable Part at(int n) {
        return n <= count ? parts[Field.checked(n) - 1] : null;
    }

    private void divide(Part part) {
        if (part.isEmpty()) {
            return;
        }
        Separators separators = part.body.separators();
        char delimiter = part instanceof Repetition
                ? separators.component()
                : part instanceof Component ? separators.subcomponent() : '\0';
        int from = part.start;
        while (true) {
            int to = part.body.next(delimiter, from, part.end);
            add(from == to ? null : piece(part, from, to));
            if (to == part.end) {
                return;
            }
            from = to + 1;
        }
    }

    private static Part piece(Part whole, int from, int to) {
        if (whole instanceof Repetition) {
            return new Component(whole.body, from, to);
        }
        return whole instanceof Component ? new Subcomponent(whole.body, from, to) : whole;
    }

    private void add(@Nullable Part piece) {
        if (count == parts.length) {
            parts = java.util.Arrays.copyOf(parts, count * 2);
        }
        parts[count++] = piece;
    }
}
