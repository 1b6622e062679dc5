package dev.tributary.mapping.plan;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A row of a message table, resolved.
 *
 * @param id with the table's name
 * @param when its condition
 * @param label the resource it writes; null for rows that ignore the segment
 * @param table the segment table; null for rows that ignore the segment
 * @param ignore why the segment is left out; empty if it is not
 * @param record whether the resource is about the patient
 * @param links to set once the message has been read
 */
record MessageRow(
        String id,
        Test when,
        @Nullable Label label,
        @Nullable TablePlan table,
        String ignore,
        boolean record,
        List<Link> links) {

    /**
     * A resource of the message table: {@code Patient[1]}.
     *
     * @param type of the resource
     * @param name with its label
     * @param unit what it is one of per repetition of: a group, or a segment's place
     * @param index among the labels of its unit
     * @param ordinal among all labels of the message
     */
    record Label(String type, String name, Structure unit, int index, int ordinal) {}

    /**
     * A reference to set, or a constant.
     *
     * @param left the resource that refers
     * @param slots of the path below, in the row's own table where {@code own}
     * @param target the reference
     * @param own whether the path shares the run of the row's table
     * @param right the resource referred to; null for a constant
     * @param constant the constant; empty for a reference
     */
    record Link(
            Label left,
            SlotTree slots,
            Slot target,
            boolean own,
            @Nullable Label right,
            String constant) {}
}
