/**
 * {@code simulate}: invented hospital traffic, and what the record must be when all of it has arrived.
 *
 * <p>{@link dev.tributary.cli.simulate.Stories} writes one patient after the other. A {@link
 * dev.tributary.cli.simulate.Story} is what one patient went through: its {@link dev.tributary.cli.simulate.Delivery}s in
 * the order of sending, and its {@link dev.tributary.cli.simulate.StoryTruth}, built from the events themselves and not
 * from the messages. A story depends on the seed and its number only, so that the same seed gives the same bytes however
 * many are asked for, on whatever machine. The distributions are in {@code simulate/*.csv}, each with its source.
 */
@NullMarked
package dev.tributary.cli.simulate;

import org.jspecify.annotations.NullMarked;
