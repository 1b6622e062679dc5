package dev.tributary.flow.bench;

/**
 * One expectation that does not hold.
 *
 * @param file of the test
 * @param line of the expectation
 * @param what was looked at
 * @param expected as written
 * @param actual as it is
 */
public record Failure(String file, int line, String what, String expected, String actual) {

    @Override
    public String toString() {
        return file + ":" + line + ": " + what + "\n      expected: " + expected + "\n      actual:   " + actual;
    }
}
