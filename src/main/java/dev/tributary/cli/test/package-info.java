/**
 * {@code test}: the tests that users write beside their tables, docs/mapping-language.md §13.
 *
 * <p>{@link dev.tributary.cli.test.TestFiles} finds and reads the YAML files into {@link
 * dev.tributary.cli.test.MappingTest}s; {@link dev.tributary.cli.test.TestBench} maps each message as the engine would, and
 * for expected alerts lays the drafts over a record in memory, and answers with a {@link
 * dev.tributary.cli.test.TestResult}; {@link dev.tributary.cli.test.ResultFormat} prints them. The build runs the same over
 * what we ship.
 */
@NullMarked
package dev.tributary.cli.test;

import org.jspecify.annotations.NullMarked;
