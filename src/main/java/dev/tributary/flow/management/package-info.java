/**
 * What the people who run the engine see of it: logins, health, meters, hawtio, the start screen.
 *
 * <p>{@link dev.tributary.flow.management.ManagementConfiguration} is the one class to import. Who may do what is in
 * {@code access}, what is well and what is not in {@code health}. This room asks the others by small interfaces, so that
 * it can be built and tested without them: {@link dev.tributary.flow.management.FeedStates}, {@link
 * dev.tributary.flow.management.SubscriberStates} and {@link dev.tributary.flow.management.Probe}.
 */
@NullMarked
package dev.tributary.flow.management;

import org.jspecify.annotations.NullMarked;
