package dev.tributary.mapping.plan;

import java.util.ArrayList;
import java.util.List;

/** A table, resolved. Filled once by the compiler, not changed afterwards. */
final class TablePlan {

    private final String name;
    private final String source;
    private final String targetType;
    private final boolean resource;
    private final String chain;
    private final List<RowPlan> rows = new ArrayList<>();
    private final List<RowPlan> wholeRows = new ArrayList<>();
    private final List<RowPlan> linkedRows = new ArrayList<>();
    private final List<RowPlan> linkedWholeRows = new ArrayList<>();
    private final SlotTree slots;
    private List<KeyRule.Alternative> key = List.of();

    TablePlan(String name, String source, String targetType, boolean resource, String chain) {
        this.name = name;
        this.source = source;
        this.targetType = targetType;
        this.resource = resource;
        this.chain = chain;
        this.slots = new SlotTree(targetType);
    }

    String name() {
        return name;
    }

    /** @return the segment or data type it reads */
    String source() {
        return source;
    }

    /** @return the type it fills */
    String targetType() {
        return targetType;
    }

    boolean isResource() {
        return resource;
    }

    /** @return the element that ties the resources of a chain; empty if it is none */
    String chain() {
        return chain;
    }

    /** @return rows with a value of their own, in order */
    List<RowPlan> rows() {
        return rows;
    }

    /** @return rows of the whole segment or type, which run last */
    List<RowPlan> wholeRows() {
        return wholeRows;
    }

    /** @return those of {@link #rows()} that have links */
    List<RowPlan> linkedRows() {
        return linkedRows;
    }

    /** @return those of {@link #wholeRows()} that have links */
    List<RowPlan> linkedWholeRows() {
        return linkedWholeRows;
    }

    SlotTree slots() {
        return slots;
    }

    List<KeyRule.Alternative> key() {
        return key;
    }

    void setKey(List<KeyRule.Alternative> newKey) {
        key = newKey;
    }

    void add(RowPlan row) {
        (row.whole() ? wholeRows : rows).add(row);
        if (!row.links().isEmpty()) {
            (row.whole() ? linkedWholeRows : linkedRows).add(row);
        }
    }
}
