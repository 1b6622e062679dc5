/**
 * The tests that users write beside their tables, docs/mapping-language.md §13: for the command {@code test} and for whoever
 * tries a change in the console.
 *
 * <p>{@link dev.tributary.flow.bench.TestFiles} finds and reads the YAML files into {@link
 * dev.tributary.flow.bench.MappingTest}s; {@link dev.tributary.flow.bench.TestBench} maps each message as the engine would, and
 * for expected alerts lays the drafts over a record in memory, and answers with a {@link
 * dev.tributary.flow.bench.TestResult}.
 */
@NullMarked
package dev.tributary.flow.bench;

import org.jspecify.annotations.NullMarked;
