package dev.tributary.hl7;

/**
 * One populated value and its address.
 *
 * @param path component 0 where the repetition is not divided, subcomponent 0 where the component is not divided: as an
 *     engineer would write it, {@code PID-8}, {@code PID-3.4}, {@code PID-3.4.2}
 * @param value never empty; may be {@code ""}
 */
public record Leaf(FieldPath path, Subcomponent value) {

    /** @return the path alone; the value may be a patient's */
    @Override
    public String toString() {
        return path.toString();
    }
}
