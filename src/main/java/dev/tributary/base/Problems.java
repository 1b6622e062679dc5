package dev.tributary.base;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Collects every mistake of a load, so that a user reads all of them at once. Not thread-safe. */
public final class Problems {

    private final List<Problem> found = new ArrayList<>();

    /** Adds one mistake; see {@link Problem} for the parts. */
    public void add(String file, int line, String what, String cure) {
        found.add(new Problem(file, line, what, cure));
    }

    /** Adds mistakes found elsewhere. */
    public void addAll(Collection<Problem> others) {
        found.addAll(others);
    }

    /** @return whether nothing is wrong so far */
    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** @return all mistakes, by file and line */
    public List<Problem> all() {
        return found.stream()
                .distinct()
                .sorted(Comparator.comparing(Problem::file).thenComparingInt(Problem::line))
                .toList();
    }

    /** @throws ProblemsException if there is at least one */
    public void throwIfAny() {
        if (!found.isEmpty()) {
            throw new ProblemsException(all());
        }
    }
}
