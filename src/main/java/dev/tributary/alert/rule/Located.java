package dev.tributary.alert.rule;

/**
 * A value and where it was written.
 *
 * @param value as written
 * @param line from 1
 */
public record Located<T>(T value, int line) {}
