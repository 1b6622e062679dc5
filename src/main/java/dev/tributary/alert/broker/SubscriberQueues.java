package dev.tributary.alert.broker;

import static dev.tributary.base.LogKey.COUNT;
import static dev.tributary.base.LogKey.SUBSCRIBER;

import dev.tributary.alert.subscriber.Subscriber;
import dev.tributary.alert.subscriber.Subscribers;
import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.base.FaultException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.config.DivertConfiguration;
import org.apache.activemq.artemis.core.server.ComponentConfigurationRoutingType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes at the broker what each subscriber needs, and says how much waits there. Thread-safe. */
public final class SubscriberQueues {

    private static final Logger LOG = LoggerFactory.getLogger(SubscriberQueues.class);
    // a group is a patient: hashed, so that the broker need not remember every patient it ever saw
    private static final int GROUP_BUCKETS = 1024;
    // diverts and queues share one name space at the broker
    private static final String DIVERT_PREFIX = "to.";

    private final BrokerAccess access;
    private final Subscribers subscribers;
    private @Nullable BrokerControl asking;

    /** Takes the way to the broker and who gets alerts; nothing is done before {@link #prepare}. */
    public SubscriberQueues(BrokerAccess access, Subscribers subscribers) {
        this.access = access;
        this.subscribers = subscribers;
    }

    /**
     * Makes or changes address, queue, dead-letter queue and divert of every subscriber. Safe to repeat. The queue of a
     * subscriber that is no longer configured gets no new alerts, keeps what it has, and is reported.
     *
     * @throws dev.tributary.base.FaultException if the broker cannot be reached
     */
    public void prepare() {
        try (BrokerControl control = BrokerControl.open(access)) {
            QueueRules.all().forEach(control::addressSettings);
            control.ensureAddress(BrokerNames.ALERTS, RoutingType.MULTICAST);
            queue(control, BrokerNames.DEAD);
            queue(control, BrokerNames.EXPIRED);
            List<String> diverts = control.diverts();
            for (Subscriber subscriber : subscribers.all()) {
                queue(control, BrokerNames.queue(subscriber.name()));
                queue(control, BrokerNames.deadQueue(subscriber.name()));
                queue(control, BrokerNames.replyQueue(subscriber.name()));
                queue(control, BrokerNames.refusedQueue(subscriber.name()));
                queue(control, BrokerNames.expiredQueue(subscriber.name()));
                // also without an expiry, since the broker remembers what an earlier setting said
                control.addressSettings(
                        BrokerNames.queue(subscriber.name()),
                        subscriber.expiresAfter().isZero() ? QueueRules.lasting() : QueueRules.expiring(subscriber));
                divert(control, subscriber, diverts);
            }
            removeOthers(control, diverts);
            verify(control.diverts());
        }
    }

    // the broker answers well even where it has not made a divert, and a subscriber without one would hear nothing
    private void verify(List<String> diverts) {
        for (Subscriber subscriber : subscribers.all()) {
            if (!diverts.contains(DIVERT_PREFIX + BrokerNames.queue(subscriber.name()))) {
                throw new FaultException(new Fault(
                        FaultCode.BROKER_UNREACHED,
                        "the broker feeds no alerts to the queue of subscriber '" + subscriber.name() + "'",
                        "tributary.subscribers." + subscriber.name()));
            }
        }
    }

    private static void queue(BrokerControl control, String name) {
        control.ensureAddress(name, RoutingType.ANYCAST);
        control.ensureQueue(QueueConfiguration.of(name)
                .setAddress(name)
                .setRoutingType(RoutingType.ANYCAST)
                .setDurable(true)
                .setAutoDelete(false)
                .setGroupBuckets(GROUP_BUCKETS));
    }

    private static void divert(BrokerControl control, Subscriber subscriber, List<String> present) {
        String queue = BrokerNames.queue(subscriber.name());
        String name = DIVERT_PREFIX + queue;
        String selector = subscriber.filter().selectorOf(subscriber.name());
        DivertConfiguration divert = new DivertConfiguration()
                .setName(name)
                .setRoutingName(name)
                .setAddress(BrokerNames.ALERTS)
                .setForwardingAddress(queue)
                .setExclusive(false)
                .setRoutingType(ComponentConfigurationRoutingType.ANYCAST);
        if (!selector.isEmpty()) {
            divert.setFilterString(selector);
        }
        if (present.contains(name)) {
            control.updateDivert(divert);
        } else {
            control.createDivert(divert);
        }
    }

    private void removeOthers(BrokerControl control, List<String> diverts) {
        for (String divert : diverts) {
            if (divert.startsWith(DIVERT_PREFIX) && !configured(divert.substring(DIVERT_PREFIX.length()))) {
                control.destroyDivert(divert);
            }
        }
        for (String queue : control.queues()) {
            if (queue.startsWith(BrokerNames.QUEUE_PREFIX) && !configured(queue)) {
                LOG.atWarn()
                        .addKeyValue(SUBSCRIBER, queue.substring(BrokerNames.QUEUE_PREFIX.length()))
                        .addKeyValue(COUNT, control.depth(queue))
                        .log("queue of a subscriber that is no longer configured: it gets no new alerts and is kept");
            }
        }
    }

    private boolean configured(String queue) {
        return subscribers.all().stream()
                .anyMatch(subscriber -> queue.equals(BrokerNames.queue(subscriber.name()))
                        || queue.equals(BrokerNames.deadQueue(subscriber.name()))
                        || queue.equals(BrokerNames.replyQueue(subscriber.name()))
                        || queue.equals(BrokerNames.refusedQueue(subscriber.name()))
                        || queue.equals(BrokerNames.expiredQueue(subscriber.name())));
    }

    /**
     * @return alerts waiting, by queue name, for all subscribers' queues and dead-letter queues
     * @throws dev.tributary.base.FaultException if the broker cannot be reached
     */
    public synchronized Map<String, Long> depths() {
        try {
            BrokerControl control = asking;
            if (control == null) {
                control = BrokerControl.open(access);
                asking = control;
            }
            Map<String, Long> depths = new TreeMap<>();
            for (Subscriber subscriber : subscribers.all()) {
                depth(control, BrokerNames.queue(subscriber.name()), depths);
                depth(control, BrokerNames.deadQueue(subscriber.name()), depths);
                depth(control, BrokerNames.expiredQueue(subscriber.name()), depths);
            }
            return depths;
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static void depth(BrokerControl control, String queue, Map<String, Long> depths) {
        depths.put(queue, control.depth(queue));
    }

    /** Gives up the session that {@link #depths} holds. */
    public synchronized void close() {
        if (asking != null) {
            asking.close();
            asking = null;
        }
    }
}
