package dev.tributary.mapping.plan;

import dev.tributary.hl7.Hl7Time;
import dev.tributary.hl7.Part;
import dev.tributary.mapping.plan.Condition.Measure;
import dev.tributary.mapping.plan.Condition.Operand;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes {@link Test}s of conditions. */
final class Tests {

    private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+(\\.[0-9]*)?|[+-]?\\.[0-9]+");

    private final String tableSource;
    private final int rowField;

    Tests(String tableSource, int rowField) {
        this.tableSource = tableSource;
        this.rowField = rowField;
    }

    /** @return the condition, compiled for values and for deletions */
    Test ofBoth(Condition condition) {
        return new Test.OfBoth(of(condition), ofDeletion(condition, true));
    }

    // what is said about a "" may hold or not: it is taken for what lets the whole hold, and below a NOT for the
    // opposite
    private Test ofDeletion(Condition condition, boolean unknown) {
        if (condition instanceof Condition.And and) {
            Test[] parts =
                    and.parts().stream().map(part -> ofDeletion(part, unknown)).toArray(Test[]::new);
            return (frame, current) -> all(parts, frame, current);
        }
        if (condition instanceof Condition.Or or) {
            Test[] parts =
                    or.parts().stream().map(part -> ofDeletion(part, unknown)).toArray(Test[]::new);
            return (frame, current) -> any(parts, frame, current);
        }
        if (condition instanceof Condition.Not not) {
            Test part = ofDeletion(not.part(), !unknown);
            return (frame, current) -> !part.holds(frame, current);
        }
        Test known = of(condition);
        Lookup[] sources = operands(condition)
                .filter(Operand.Source.class::isInstance)
                .map(source -> new Lookup(((Operand.Source) source).ref(), tableSource, rowField))
                .toArray(Lookup[]::new);
        return (frame, current) -> isAnyDeleted(sources, frame, current) ? unknown : known.holds(frame, current);
    }

    private static Stream<Operand> operands(Condition comparison) {
        if (comparison instanceof Condition.In in) {
            return Stream.concat(Stream.of(in.operand()), in.values().stream());
        }
        if (comparison instanceof Condition.Valued valued) {
            return Stream.of(valued.operand());
        }
        if (comparison instanceof Condition.Size size) {
            return Stream.of(size.operand());
        }
        if (comparison instanceof Condition.StartsWith starts) {
            return Stream.of(starts.operand());
        }
        if (comparison instanceof Condition.IsNumber number) {
            return Stream.of(number.operand());
        }
        return comparison instanceof Condition.IsDate date ? Stream.of(date.operand()) : Stream.empty();
    }

    private static boolean isAnyDeleted(Lookup[] sources, Frame frame, @Nullable Part current) {
        for (Lookup source : sources) {
            if (source.isDeleted(frame, current)) {
                return true;
            }
        }
        return false;
    }

    Test of(Condition condition) {
        if (condition instanceof Condition.And and) {
            Test[] parts = and.parts().stream().map(this::of).toArray(Test[]::new);
            return (frame, current) -> all(parts, frame, current);
        }
        if (condition instanceof Condition.Or or) {
            Test[] parts = or.parts().stream().map(this::of).toArray(Test[]::new);
            return (frame, current) -> any(parts, frame, current);
        }
        if (condition instanceof Condition.Not not) {
            Test part = of(not.part());
            return (frame, current) -> !part.holds(frame, current);
        }
        if (condition instanceof Condition.Valued valued) {
            return valued(valued.operand());
        }
        if (condition instanceof Condition.In in) {
            return in(in);
        }
        if (condition instanceof Condition.Size size) {
            return size(size);
        }
        if (condition instanceof Condition.StartsWith starts) {
            Text text = text(starts.operand());
            return (frame, current) -> text.of(frame, current).startsWith(starts.prefix());
        }
        if (condition instanceof Condition.IsNumber number) {
            Text text = text(number.operand());
            return (frame, current) -> isNumber(text.of(frame, current));
        }
        Text text = text(((Condition.IsDate) condition).operand());
        return (frame, current) -> Hl7Time.of(text.of(frame, current)) != null;
    }

    /** @return whether a text is an HL7 number */
    static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches();
    }

    private static boolean all(Test[] parts, Frame frame, @Nullable Part current) {
        for (Test part : parts) {
            if (!part.holds(frame, current)) {
                return false;
            }
        }
        return true;
    }

    private static boolean any(Test[] parts, Frame frame, @Nullable Part current) {
        for (Test part : parts) {
            if (part.holds(frame, current)) {
                return true;
            }
        }
        return false;
    }

    private Test valued(Operand operand) {
        if (operand instanceof Operand.Source source) {
            Lookup lookup = new Lookup(source.ref(), tableSource, rowField);
            if (source.ref().isWhole() && !source.ref().owner().equals(tableSource)) {
                return (frame, current) -> lookup.segmentIsThere(frame);
            }
            return (frame, current) -> {
                Part part = lookup.find(frame, current);
                return part != null && part.isValued();
            };
        }
        Text text = text(operand);
        return (frame, current) -> !text.of(frame, current).isEmpty();
    }

    private Test in(Condition.In in) {
        if (in.operand() instanceof Operand.Source source && allLiterals(in)) {
            String[] values = in.values().stream()
                    .map(value -> ((Operand.Literal) value).text())
                    .distinct()
                    .toArray(String[]::new);
            Lookup lookup = new Lookup(source.ref(), tableSource, rowField);
            return (frame, current) -> isOneOf(lookup.find(frame, current), values);
        }
        Text text = text(in.operand());
        if (allLiterals(in)) {
            Set<String> values = in.values().stream()
                    .map(value -> ((Operand.Literal) value).text())
                    .collect(Collectors.toUnmodifiableSet());
            return (frame, current) -> values.contains(text.of(frame, current));
        }
        List<Text> values = in.values().stream().map(this::text).toList();
        return (frame, current) -> {
            String found = text.of(frame, current);
            return values.stream().anyMatch(value -> value.of(frame, current).equals(found));
        };
    }

    private static boolean allLiterals(Condition.In in) {
        return in.values().stream().allMatch(Operand.Literal.class::isInstance);
    }

    // compares in the message's text: most conditions say no, and need no text of their own for it
    private static boolean isOneOf(@Nullable Part part, String[] values) {
        boolean nothing = part == null || part.isEmpty() || part.isNull();
        for (String value : values) {
            if (part == null || nothing ? value.isEmpty() : part.hasText(value)) {
                return true;
            }
        }
        return false;
    }

    private Test size(Condition.Size size) {
        if (size.of() == Measure.COUNT && size.operand() instanceof Operand.Source source) {
            Lookup lookup = new Lookup(source.ref(), tableSource, rowField);
            return (frame, current) -> size.order().holds(Integer.compare(lookup.count(frame), size.limit()));
        }
        Text text = text(size.operand());
        if (size.of() == Measure.LENGTH) {
            return (frame, current) ->
                    size.order().holds(Integer.compare(text.of(frame, current).length(), size.limit()));
        }
        BigDecimal limit = BigDecimal.valueOf(size.limit());
        return (frame, current) -> {
            String found = text.of(frame, current);
            return isNumber(found) && size.order().holds(new BigDecimal(found).compareTo(limit));
        };
    }

    /** Gives the text of an operand: the first leaf; empty for nothing and for {@code ""}. */
    private interface Text {
        String of(Frame frame, @Nullable Part current);
    }

    private Text text(Operand operand) {
        if (operand instanceof Operand.Literal literal) {
            return (frame, current) -> literal.text();
        }
        if (operand instanceof Operand.Feed feed) {
            return feed.property().equals("NAME")
                    ? (frame, current) -> frame.run().profile().feed().value()
                    : (frame, current) -> frame.run().profile().country();
        }
        Lookup lookup = new Lookup(((Operand.Source) operand).ref(), tableSource, rowField);
        return (frame, current) -> {
            Part part = lookup.find(frame, current);
            return part == null || part.isEmpty() || part.isNull() ? "" : part.text();
        };
    }
}
