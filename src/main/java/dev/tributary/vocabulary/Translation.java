package dev.tributary.vocabulary;

import org.jspecify.annotations.Nullable;

/** What a code table says of a code. */
public sealed interface Translation {

    /** The code has a counterpart. */
    record Mapped(CodeLine line) implements Translation {}

    /** The code is known and deliberately has none. */
    record NoCounterpart(CodeLine line) implements Translation {}

    /**
     * The code has no line: a work item.
     *
     * @param fallback the table's line for every such code; null if it has none
     */
    record Unmapped(@Nullable CodeLine fallback) implements Translation {}
}
