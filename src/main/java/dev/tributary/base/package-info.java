/**
 * What can go wrong, how we name and count things.
 *
 * <p>The words that every other package speaks: a {@link dev.tributary.base.Fault} with its {@link
 * dev.tributary.base.FaultCode} is a failure as a value; a {@link dev.tributary.base.Problem} is one mistake in a
 * user's file, collected in {@link dev.tributary.base.Problems} so that all are told at once; {@link
 * dev.tributary.base.MessageId}, {@link dev.tributary.base.FeedName} and {@link dev.tributary.base.BusinessId} name
 * things; {@link dev.tributary.base.LogKey} and {@link dev.tributary.base.Meters} are the closed lists of what may
 * stand in a log line or a metric. Imports nothing of ours.
 */
@NullMarked
package dev.tributary.base;

import org.jspecify.annotations.NullMarked;
