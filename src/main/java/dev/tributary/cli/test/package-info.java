/**
 * {@code test}: runs the tests that users write beside their tables, by {@link dev.tributary.flow.bench.TestBench}; {@link
 * dev.tributary.cli.test.ResultFormat} prints what came of them. The build runs the same over what we ship.
 */
@NullMarked
package dev.tributary.cli.test;

import org.jspecify.annotations.NullMarked;
