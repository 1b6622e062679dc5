package dev.tributary.alert.subscriber;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One that gets alerts.
 *
 * @param name lower-case letters, digits and hyphens
 * @param filter which alerts
 * @param target where they are carried, or null if the subscriber consumes its queue itself
 * @param expiresAfter how long an alert may wait in its queue; zero for as long as it takes
 * @param paused whether deliveries wait from the start
 */
public record Subscriber(
        String name, SubscriberFilter filter, @Nullable Target target, Duration expiresAfter, boolean paused) {}
