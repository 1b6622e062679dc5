package dev.tributary.mapping.plan;

import dev.tributary.hl7.Part;
import org.jspecify.annotations.Nullable;

/** A condition, compiled. */
interface Test {

    /** Holds always. */
    Test ALWAYS = (frame, current) -> true;

    /**
     * @param frame the table's run
     * @param current the repetition the row is at; null where the row has no field
     */
    boolean holds(Frame frame, @Nullable Part current);

    /**
     * @param frame the table's run
     * @param current the repetition the row is at, a {@code ""}
     * @return whether it holds or could, were there a value in place of each {@code ""} it asks about: whether the row's
     *     element may be what is to be deleted
     */
    default boolean mayHold(Frame frame, @Nullable Part current) {
        return holds(frame, current);
    }

    /** One condition, compiled for values and for deletions. */
    record OfBoth(Test ofValues, Test ofDeletions) implements Test {

        @Override
        public boolean holds(Frame frame, @Nullable Part current) {
            return ofValues.holds(frame, current);
        }

        @Override
        public boolean mayHold(Frame frame, @Nullable Part current) {
            return ofDeletions.holds(frame, current);
        }
    }
}
