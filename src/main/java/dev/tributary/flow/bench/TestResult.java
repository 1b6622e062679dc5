package dev.tributary.flow.bench;

import java.util.List;

/**
 * What became of one test.
 *
 * @param test that ran
 * @param failures none if it holds
 */
public record TestResult(MappingTest test, List<Failure> failures) {

    /** @return whether every expectation holds */
    public boolean passed() {
        return failures.isEmpty();
    }
}
