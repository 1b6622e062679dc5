package dev.tributary.hl7.preprocess;

import dev.tributary.base.NearestWord;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** All steps by name. docs/feeds.md tells what each does. */
public final class Catalog {

    private static final Map<String, Function<Arguments, Step>> STEPS = new TreeMap<>(Map.of(
            MoveField.NAME, MoveField::of,
            DefaultAuthority.NAME, DefaultAuthority::of,
            Trim.NAME, Trim::of,
            StripLeadingZeros.NAME, StripLeadingZeros::of,
            FixDate.NAME, FixDate::of,
            SetMissing.NAME, SetMissing::of,
            SetStructure.NAME, SetStructure::of,
            InferValueType.NAME, InferValueType::of,
            ReplaceTerminator.NAME, ReplaceTerminator::of,
            JoinLines.NAME, JoinLines::of));

    private Catalog() {}

    /** @return the names of all steps, sorted */
    public static Set<String> names() {
        return Set.copyOf(STEPS.keySet());
    }

    /**
     * @param text a name and its arguments, divided by spaces; an argument with spaces stands in quotes
     * @throws IllegalArgumentException naming what is wrong, and the cure
     */
    static Step step(String text) {
        Arguments arguments = Arguments.parse(text);
        Function<Arguments, Step> step = STEPS.get(arguments.step());
        if (step == null) {
            String cure = NearestWord.cure(arguments.step(), STEPS.keySet());
            throw new IllegalArgumentException("there is no preprocessing step '" + arguments.step() + "' ("
                    + (cure.isEmpty() ? "there are " + String.join(", ", STEPS.keySet()) : cure) + ")");
        }
        return step.apply(arguments);
    }
}
