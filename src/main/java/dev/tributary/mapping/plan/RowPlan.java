package dev.tributary.mapping.plan;

import dev.tributary.vocabulary.CodeMap;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A row of a segment or data type table, resolved.
 *
 * @param id with the table's name, for lineage
 * @param source where its value is
 * @param whole whether the source is the segment or type itself
 * @param when its condition
 * @param target what it fills; null for rows that ignore their source
 * @param pivot how many steps of the target stand above the element that repeats with the source
 * @param repeats whether any element of the target repeats
 * @param undivided whether the source is a text by HL7's definition, so that separators in it are content
 * @param action what it does
 * @param code the code table that translates; null if none
 * @param keepOriginal whether the original of a translation is kept
 * @param links to set once the table has run
 */
record RowPlan(
        String id,
        Lookup source,
        boolean whole,
        Test when,
        @Nullable Slot target,
        int pivot,
        boolean repeats,
        boolean undivided,
        Action action,
        @Nullable CodeMap code,
        boolean keepOriginal,
        List<LocalLink> links) {

    /** What a row does with its value. */
    sealed interface Action {

        /** Leaves it out. */
        record Ignore(String reason) implements Action {}

        /** Writes something else. */
        record Constant(String value) implements Action {}

        /** Writes a text put together of literals (String) and sources (Lookup). */
        record Assign(List<Object> pieces) implements Action {}

        /** Lets another table fill the target; the table may be resolved when the first value needs it. */
        final class Use implements Action {

            private final Supplier<TablePlan> compiler;
            private volatile @Nullable TablePlan table;

            Use(Supplier<TablePlan> compiler) {
                this.compiler = compiler;
            }

            TablePlan table() {
                TablePlan known = table;
                if (known == null) {
                    known = compiler.get();
                    table = known;
                }
                return known;
            }
        }

        /** Writes it, converted by name or, where that is null, by the target's type. */
        record Convert(@Nullable Conversion as) implements Action {}
    }

    /**
     * A reference between resources of one table, or a constant.
     *
     * @param left the reference, or the element that gets the constant
     * @param owner the resource that holds it
     * @param right the resource referred to; null for a constant
     * @param constant the constant; empty for a reference
     */
    record LocalLink(Slot left, Slot owner, @Nullable Slot right, String constant) {}

    /** @return the source's field; 0 if it has none */
    int field() {
        return source.ref().field();
    }
}
