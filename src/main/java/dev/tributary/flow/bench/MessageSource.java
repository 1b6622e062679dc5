package dev.tributary.flow.bench;

import java.util.List;
import java.util.Map;

/**
 * Where a test's message comes from.
 *
 * @param line of the test file, for what is said about it
 * @param text the message the changes are made on, line ends as in the file
 * @param set new raw content by path: {@code PID-8}, {@code OBX[2]-5}, {@code PID-3.4}; empty text clears
 * @param drop segments to take away: {@code NK1} (all of them) or {@code OBX[2]}
 * @param add segments to put in; behind the last of the same name, else at the end
 */
public record MessageSource(int line, String text, Map<String, String> set, List<String> drop, List<String> add) {}
