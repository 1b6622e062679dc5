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
}
