package dev.tributary.alert;

import dev.tributary.alert.broker.BrokerNames;
import dev.tributary.alert.broker.QueueDepths;
import dev.tributary.alert.outbox.Outbox;
import dev.tributary.alert.subscriber.Subscriber;
import dev.tributary.alert.subscriber.Subscribers;
import dev.tributary.base.Meters;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** What waits: in the outbox, and in each subscriber's queues. Read when somebody asks. */
final class AlertMeters implements MeterBinder {

    private final Outbox outbox;
    private final QueueDepths depths;
    private final Subscribers subscribers;

    AlertMeters(Outbox outbox, QueueDepths depths, Subscribers subscribers) {
        this.outbox = outbox;
        this.depths = depths;
        this.subscribers = subscribers;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder(Meters.OUTBOX_DEPTH.meterName(), this, AlertMeters::outboxDepth)
                .description(Meters.OUTBOX_DEPTH.help())
                .register(registry);
        for (Subscriber subscriber : subscribers.all()) {
            gauge(registry, Meters.SUBSCRIBER_DEPTH, subscriber.name(), BrokerNames.queue(subscriber.name()));
            gauge(registry, Meters.SUBSCRIBER_DEAD, subscriber.name(), BrokerNames.deadQueue(subscriber.name()));
        }
    }

    private void gauge(MeterRegistry registry, Meters meter, String subscriber, String queue) {
        Gauge.builder(meter.meterName(), this, meters -> meters.depth(queue))
                .description(meter.help())
                .tag("subscriber", subscriber)
                .register(registry);
    }

    // not a number where it is not known: 0 would say that all is well
    private double depth(String queue) {
        Long depth = depths.now().get(queue);
        return depth == null ? Double.NaN : depth;
    }

    private double outboxDepth() {
        try {
            return outbox.depth();
        } catch (RuntimeException e) {
            return Double.NaN;
        }
    }
}
