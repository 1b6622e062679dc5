package dev.tributary.alert.broker;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** How much waits in each queue, asked of the broker every few seconds at most. Thread-safe. */
public final class QueueDepths {

    private static final Duration FRESH = Duration.ofSeconds(2);

    private final SubscriberQueues queues;
    private final Clock clock;
    private Instant asked = Instant.MIN;
    private Map<String, Long> depths = Map.of();

    /**
     * @param queues to ask
     * @param clock that says when an answer is old
     */
    public QueueDepths(SubscriberQueues queues, Clock clock) {
        this.queues = queues;
        this.clock = clock;
    }

    /** @return alerts by queue name; empty if the broker does not answer */
    public synchronized Map<String, Long> now() {
        Instant now = clock.instant();
        if (asked.equals(Instant.MIN) || Duration.between(asked, now).compareTo(FRESH) >= 0) {
            asked = now;
            try {
                depths = Map.copyOf(queues.depths());
            } catch (RuntimeException e) {
                depths = Map.of();
            }
        }
        return depths;
    }
}
