package dev.tributary.alert.subscriber;

import org.jspecify.annotations.Nullable;

/**
 * One that gets alerts.
 *
 * @param name lower-case letters, digits and hyphens
 * @param filter which alerts
 * @param target where they are POSTed, or null if the subscriber consumes its queue itself
 * @param paused whether deliveries wait from the start
 */
public record Subscriber(
        String name, SubscriberFilter filter, @Nullable HttpTarget target, boolean paused) {}
