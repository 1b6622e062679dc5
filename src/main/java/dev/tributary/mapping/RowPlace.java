package dev.tributary.mapping;

/**
 * Where a row stands.
 *
 * @param id {@code PID[Patient]/PID-8/gender}
 * @param overlay the overlay that adds or changes it; empty for a row of the set itself
 * @param file as a user would name it
 * @param line from 1
 */
public record RowPlace(String id, String overlay, String file, int line) {}
