package dev.tributary.flow.health;

import dev.tributary.alert.broker.BrokerNames;
import dev.tributary.alert.broker.QueueDepths;
import dev.tributary.alert.ledger.DeliveryLedger;
import dev.tributary.alert.subscriber.Subscriber;
import dev.tributary.alert.subscriber.Subscribers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What waits for each subscriber, how long the oldest has waited, and what was refused or is too old. */
final class SubscriberSource implements HealthSource {

    private final Subscribers subscribers;
    private final QueueDepths depths;
    private final DeliveryLedger ledger;

    SubscriberSource(Subscribers subscribers, QueueDepths depths, DeliveryLedger ledger) {
        this.subscribers = subscribers;
        this.depths = depths;
        this.ledger = ledger;
    }

    @Override
    public List<Measurement> measure(Instant now) {
        Map<String, Long> known = depths.now();
        Map<String, Instant> oldest = ledger.oldestQueued();
        List<Measurement> all = new ArrayList<>();
        for (Subscriber subscriber : subscribers.all()) {
            String name = subscriber.name();
            Long waiting = known.get(BrokerNames.queue(name));
            if (waiting == null) {
                // the broker is away: nothing is known, and nothing is well
                continue;
            }
            Instant first = waiting == 0 ? null : oldest.get(name);
            all.add(Measurement.of("subscriber", name)
                    .with("waiting", waiting)
                    // who consumes its queue itself tells nobody how far it is
                    .with(
                            "waitingMinutes",
                            first == null || subscriber.target() == null
                                    ? 0
                                    : Math.max(0, Duration.between(first, now).toMinutes()))
                    .with("refused", known.getOrDefault(BrokerNames.deadQueue(name), 0L))
                    .with("expired", known.getOrDefault(BrokerNames.expiredQueue(name), 0L)));
        }
        return all;
    }
}
