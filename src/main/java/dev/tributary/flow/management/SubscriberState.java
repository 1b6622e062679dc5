package dev.tributary.flow.management;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One subscriber of alerts, now.
 *
 * @param name as in the settings
 * @param target how alerts reach it, without passwords and tokens
 * @param condition whether deliveries work
 * @param depth alerts waiting in its queue; -1 if the broker does not say
 * @param dead alerts it refused for good, in its dead-letter queue; -1 if the broker does not say
 * @param expired alerts that waited longer than its settings allow, set aside; -1 if the broker does not say
 * @param lastDelivered when it took one last; null if never since the start
 */
public record SubscriberState(
        String name,
        String target,
        Condition condition,
        long depth,
        long dead,
        long expired,
        @Nullable Instant lastDelivered) {

    /** Whether deliveries work. */
    public enum Condition {
        /** Takes what comes, or fetches it from its queue itself. */
        WELL,
        /** Did not take the last delivery; it is tried again. */
        FAILING,
        /** Has not taken many in a row: it is tried once each longest wait, until it takes one. */
        CIRCUIT_OPEN,
        /** Somebody stopped its route. */
        STOPPED
    }
}
