package dev.tributary.record;

import java.util.List;

/**
 * What becomes of one element.
 *
 * @param merge how
 * @param by for a union or groups: the parts by which items are matched, such as {@code system} or {@code condition.reference}
 * @param with the element this one stands and falls with; empty if with none
 */
record ElementRule(Merge merge, List<String> by, String with) {

    static final ElementRule REPLACE = new ElementRule(Merge.REPLACE, List.of(), "");

    /** The words of {@code elements.yaml}, in lower case there. */
    enum Merge {
        REPLACE,
        UNION,
        GROUPS,
        PARTS,
        FILL,
        NEVER,
        TIMELINE
    }
}
