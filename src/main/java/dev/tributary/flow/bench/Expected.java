package dev.tributary.flow.bench;

import java.util.List;

/**
 * What an expression shall give.
 *
 * @param line of the test file
 * @param expression FHIRPath; types stand for all resources of that type
 * @param values as text, in order; none means that there is nothing
 */
public record Expected(int line, String expression, List<String> values) {}
