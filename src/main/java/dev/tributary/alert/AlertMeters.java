package dev.tributary.alert;

import dev.tributary.alert.broker.BrokerNames;
import dev.tributary.alert.broker.QueueDepths;
import dev.tributary.alert.ledger.AlertLedger;
import dev.tributary.alert.ledger.Timeliness;
import dev.tributary.alert.outbox.Outbox;
import dev.tributary.alert.rule.AlertRule;
import dev.tributary.alert.subscriber.Subscriber;
import dev.tributary.alert.subscriber.Subscribers;
import dev.tributary.base.Meters;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Map;
import java.util.function.Supplier;

/** What waits: in the outbox, and in each subscriber's queues. Read when somebody asks. */
final class AlertMeters implements MeterBinder {

    private final Outbox outbox;
    private final QueueDepths depths;
    private final Subscribers subscribers;

    private final AlertLedger ledger;
    private final Timeliness timeliness;
    private final LiveAlertRules rules;

    AlertMeters(
            Outbox outbox,
            QueueDepths depths,
            Subscribers subscribers,
            AlertLedger ledger,
            Timeliness timeliness,
            LiveAlertRules rules) {
        this.ledger = ledger;
        this.timeliness = timeliness;
        this.rules = rules;
        this.outbox = outbox;
        this.depths = depths;
        this.subscribers = subscribers;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder(Meters.OUTBOX_DEPTH.meterName(), this, AlertMeters::outboxDepth)
                .description(Meters.OUTBOX_DEPTH.help())
                .register(registry);
        Gauge.builder(Meters.ALERTS_UNHEARD.meterName(), this, meters -> known(ledger::unheard))
                .description(Meters.ALERTS_UNHEARD.help())
                .register(registry);
        for (AlertRule rule : rules.get().all()) {
            if (rule.conduct().response() != null) {
                waiting(registry, Meters.ALERTS_OPEN, rule.name(), timeliness::open);
                waiting(registry, Meters.ALERTS_OVERDUE, rule.name(), timeliness::overdue);
            }
        }
        for (Subscriber subscriber : subscribers.all()) {
            gauge(registry, Meters.SUBSCRIBER_DEPTH, subscriber.name(), BrokerNames.queue(subscriber.name()));
            gauge(registry, Meters.SUBSCRIBER_DEAD, subscriber.name(), BrokerNames.deadQueue(subscriber.name()));
        }
    }

    private void waiting(MeterRegistry registry, Meters meter, String rule, Supplier<Map<String, Long>> counts) {
        Gauge.builder(
                        meter.meterName(),
                        this,
                        meters -> known(() -> counts.get().getOrDefault(rule, 0L)))
                .description(meter.help())
                .tag("rule", rule)
                .register(registry);
    }

    private static double known(Supplier<Long> count) {
        try {
            return count.get();
        } catch (RuntimeException e) {
            return Double.NaN;
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
