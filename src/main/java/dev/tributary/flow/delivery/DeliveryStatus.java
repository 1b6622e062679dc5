package dev.tributary.flow.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber, now.
 *
 * @param subscriber name
 * @param target where its alerts go, without secrets; {@code queue} if it consumes them itself
 * @param paused whether an operator or the settings stopped its deliveries
 * @param failing whether the alert at the head is being tried again
 * @param open whether its circuit is open: one attempt each longest wait, and no other
 * @param depth alerts in its queue; -1 if the broker does not say
 * @param dead alerts it refused, in its dead-letter queue; -1 if the broker does not say
 * @param expired alerts that waited too long, set aside; -1 if the broker does not say
 * @param lastDelivered when it took one last, since the start; null if never
 * @param lastFault when it last did not; null if never
 * @param faultOutcome HTTP status or kind of that failure; empty if none
 */
public record DeliveryStatus(
        String subscriber,
        String target,
        boolean paused,
        boolean failing,
        boolean open,
        long depth,
        long dead,
        long expired,
        @Nullable Instant lastDelivered,
        @Nullable Instant lastFault,
        String faultOutcome) {}
