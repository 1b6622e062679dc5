package dev.tributary.cli.test;

import java.util.List;

/**
 * What became of one test.
 *
 * @param test that ran
 * @param failures none if it holds
 */
record TestResult(MappingTest test, List<Failure> failures) {

    boolean passed() {
        return failures.isEmpty();
    }
}
