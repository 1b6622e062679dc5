package dev.tributary.record;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Base;

/**
 * What a deletion names: {@code maritalStatus}, {@code hospitalization.admitSource}, {@code telecom.where(use='home')}.
 * Of a list all items are meant, but for those that a {@code where} leaves out.
 */
record ElementPath(List<Step> steps) {

    private static final Pattern STEP =
            Pattern.compile("\\.?([A-Za-z]+)(?:\\[[^]]*])?(?:\\.where\\(([A-Za-z.]+)='([^']*)'\\))?");

    /**
     * One element on the way.
     *
     * @param name of the element
     * @param by the part that tells the items that are meant from others; empty if all are meant
     * @param value what that part holds in them
     */
    record Step(String name, String by, String value) {

        boolean takes(Base item) {
            return by.isEmpty() || Elements.at(item, by).stream().anyMatch(part -> value.equals(part.primitiveValue()));
        }
    }

    /** @param path as the mapping's {@code ElementDeletion} names it, from below the resource on */
    static ElementPath of(String path) {
        List<Step> steps = new ArrayList<>();
        Matcher step = STEP.matcher(path);
        while (step.lookingAt()) {
            String by = step.group(2) == null ? "" : step.group(2);
            steps.add(new Step(step.group(1), by, by.isEmpty() ? "" : step.group(3)));
            step.region(step.end(), path.length());
        }
        return new ElementPath(List.copyOf(steps));
    }

    /** The first element: the one whose rule decides. */
    Step element() {
        return steps.get(0);
    }

    /** Whether the whole element is meant: no part of it, and no item more than another. */
    boolean isWhole() {
        return steps.size() == 1 && element().by().isEmpty();
    }

    /** The first so many names, as stamps are kept by them. */
    String names(int most) {
        return steps.stream().limit(most).map(Step::name).collect(Collectors.joining("."));
    }

    /** Whether the parent holds any of what is meant. */
    boolean isIn(Base parent) {
        return !found(parent, steps.size()).isEmpty();
    }

    /** Takes away what is meant; what does not exist is left alone. */
    void removeFrom(Base parent) {
        Step last = steps.get(steps.size() - 1);
        for (Base owner : found(parent, steps.size() - 1)) {
            List<Base> items = Elements.get(owner, last.name());
            List<Base> left = items.stream().filter(item -> !last.takes(item)).toList();
            if (left.size() < items.size()) {
                Elements.set(owner, last.name(), left);
            }
        }
    }

    private List<Base> found(Base parent, int depth) {
        List<Base> found = List.of(parent);
        for (Step step : steps.subList(0, depth)) {
            found = found.stream()
                    .flatMap(each -> Elements.get(each, step.name()).stream())
                    .filter(step::takes)
                    .toList();
        }
        return found;
    }

    /** The same path from below its first element on. */
    ElementPath within() {
        return new ElementPath(steps.subList(1, steps.size()));
    }
}
