package dev.tributary.base;

import java.util.List;
import java.util.stream.Collectors;

/** Configuration, routes, mappings or rules that cannot be used, with every reason. */
public final class ProblemsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;

    /** @param problems at least one */
    public ProblemsException(List<Problem> problems) {
        super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
        this.problems = List.copyOf(problems);
    }

    /** @return all of them, by file and line */
    public List<Problem> problems() {
        return problems;
    }
}
