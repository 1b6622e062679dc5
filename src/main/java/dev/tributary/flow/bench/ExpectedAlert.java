package dev.tributary.flow.bench;

import java.util.Map;

/**
 * An alert that shall be raised.
 *
 * @param line of the test file
 * @param parts what is said of it, by key: {@code rule}, {@code event}, {@code severity}, {@code kind}, {@code text}
 */
public record ExpectedAlert(int line, Map<String, String> parts) {

    @Override
    public String toString() {
        return parts.toString();
    }
}
