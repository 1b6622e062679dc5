package dev.tributary.mapping.document;

/**
 * A word as written, and where.
 *
 * @param text the word
 * @param line from 1
 * @param column of its first character, from 1
 */
public record Written(String text, int line, int column) {

    @Override
    public String toString() {
        return text;
    }
}
