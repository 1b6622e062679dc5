package dev.tributary.mapping.plan;

import java.util.List;

/** A condition as written, as a tree; docs/mapping-language.md §5. */
sealed interface Condition {

    /** All of them hold. */
    record And(List<Condition> parts) implements Condition {}

    /** One of them holds. */
    record Or(List<Condition> parts) implements Condition {}

    /** It does not hold. */
    record Not(Condition part) implements Condition {}

    /** {@code PID-25 VALUED}. */
    record Valued(Operand operand) implements Condition {}

    /** {@code PID-8 IN ("F", "M")}; EQUALS is IN with one value. */
    record In(Operand operand, List<Operand> values) implements Condition {}

    /** {@code PID-7 LENGTH GREATER THAN 8}; {@code of} is LENGTH, COUNT or VALUE. */
    record Size(Operand operand, Measure of, Order order, int limit) implements Condition {}

    /** {@code CX.4 STARTS WITH "2.16."}. */
    record StartsWith(Operand operand, String prefix) implements Condition {}

    /** {@code OBX-5 IS NUMBER}. */
    record IsNumber(Operand operand) implements Condition {}

    /** {@code OBX-5 IS DATE}. */
    record IsDate(Operand operand) implements Condition {}

    /** What a size is of. */
    enum Measure {
        LENGTH,
        COUNT,
        VALUE
    }

    /** How a size stands to its limit. */
    enum Order {
        EQUAL,
        NOT_EQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL;

        boolean holds(int comparison) {
            return switch (this) {
                case EQUAL -> comparison == 0;
                case NOT_EQUAL -> comparison != 0;
                case LESS -> comparison < 0;
                case LESS_OR_EQUAL -> comparison <= 0;
                case GREATER -> comparison > 0;
                case GREATER_OR_EQUAL -> comparison >= 0;
            };
        }
    }

    /** What a condition looks at. */
    sealed interface Operand {

        /** Where it stands in the text, from 1. */
        int column();

        /** A field, component or segment. */
        record Source(SourceRef ref, String text, int column) implements Operand {}

        /** A text in quotes. */
        record Literal(String text, int column) implements Operand {}

        /** {@code FEED NAME} or {@code FEED COUNTRY}. */
        record Feed(String property, int column) implements Operand {}
    }
}
