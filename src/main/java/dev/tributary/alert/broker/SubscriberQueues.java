package dev.tributary.alert.broker;

import static dev.tributary.base.LogKey.COUNT;
import static dev.tributary.base.LogKey.SUBSCRIBER;

import dev.tributary.alert.subscriber.Subscriber;
import dev.tributary.alert.subscriber.Subscribers;
import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.base.FaultException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
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
            Set<String> addresses = new HashSet<>(control.addresses());
            Set<String> queues = new HashSet<>(control.queues());
            Set<String> diverts = new HashSet<>(control.diverts());
            if (!addresses.contains(BrokerNames.ALERTS)) {
                control.createAddress(BrokerNames.ALERTS, RoutingType.MULTICAST);
            }
            // what is there is looked up once: with 200 subscribers a question for each of their queues takes seconds
            Consumer<String> make = name -> {
                if (!addresses.contains(name)) {
                    control.createAddress(name, RoutingType.ANYCAST);
                }
                if (!queues.contains(name)) {
                    control.createQueue(queue(name));
                }
            };
            make.accept(BrokerNames.DEAD);
            make.accept(BrokerNames.EXPIRED);
            for (Subscriber subscriber : subscribers.all()) {
                namesOf(subscriber).forEach(make);
                expiry(control, subscriber);
                divert(control, subscriber, diverts);
            }
            removeOthers(control, queues, diverts);
            verify(control.diverts());
        }
    }

    private static List<String> namesOf(Subscriber subscriber) {
        String name = subscriber.name();
        return List.of(
                BrokerNames.queue(name),
                BrokerNames.deadQueue(name),
                BrokerNames.replyQueue(name),
                BrokerNames.refusedQueue(name),
                BrokerNames.expiredQueue(name));
    }

    // the broker remembers what an earlier setting said, and each change of its settings makes it look at every queue
    private static void expiry(BrokerControl control, Subscriber subscriber) {
        String address = BrokerNames.queue(subscriber.name());
        if (!subscriber.expiresAfter().isZero()) {
            control.addressSettings(address, QueueRules.expiring(subscriber));
        } else if (control.expiryDelay(address) >= 0) {
            control.removeAddressSettings(address);
        }
    }

    // the broker answers well even where it has not made a divert, and a subscriber without one would hear nothing
    private void verify(List<String> names) {
        Set<String> diverts = new HashSet<>(names);
        for (Subscriber subscriber : subscribers.all()) {
            if (!diverts.contains(DIVERT_PREFIX + BrokerNames.queue(subscriber.name()))) {
                throw new FaultException(new Fault(
                        FaultCode.BROKER_UNREACHED,
                        "the broker feeds no alerts to the queue of subscriber '" + subscriber.name() + "'",
                        "tributary.subscribers." + subscriber.name()));
            }
        }
    }

    private static QueueConfiguration queue(String name) {
        return QueueConfiguration.of(name)
                .setAddress(name)
                .setRoutingType(RoutingType.ANYCAST)
                .setDurable(true)
                .setAutoDelete(false)
                .setGroupBuckets(GROUP_BUCKETS);
    }

    private static void divert(BrokerControl control, Subscriber subscriber, Set<String> present) {
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
        if (!present.contains(name)) {
            control.createDivert(divert);
        } else if (!control.divertFilter(name).equals(selector)) {
            control.updateDivert(divert);
        }
    }

    private void removeOthers(BrokerControl control, Set<String> queues, Set<String> diverts) {
        Set<String> configured = subscribers.all().stream()
                .flatMap(each -> namesOf(each).stream())
                .collect(Collectors.toSet());
        for (String divert : diverts) {
            if (divert.startsWith(DIVERT_PREFIX) && !configured.contains(divert.substring(DIVERT_PREFIX.length()))) {
                control.destroyDivert(divert);
            }
        }
        for (String queue : queues) {
            if (queue.startsWith(BrokerNames.QUEUE_PREFIX) && !configured.contains(queue)) {
                LOG.atWarn()
                        .addKeyValue(SUBSCRIBER, queue.substring(BrokerNames.QUEUE_PREFIX.length()))
                        .addKeyValue(COUNT, control.depth(queue))
                        .log("queue of a subscriber that is no longer configured: it gets no new alerts and is kept");
            }
        }
    }

    /**
     * @return alerts waiting, by queue name, for all subscribers' queues and dead-letter queues
     * @throws dev.tributary.base.FaultException if the broker cannot be reached
     */
    public Map<String, Long> depths() {
        return ask(control -> {
            Map<String, Long> depths = new TreeMap<>();
            for (Subscriber subscriber : subscribers.all()) {
                depth(control, BrokerNames.queue(subscriber.name()), depths);
                depth(control, BrokerNames.deadQueue(subscriber.name()), depths);
                depth(control, BrokerNames.expiredQueue(subscriber.name()), depths);
            }
            return depths;
        });
    }

    /**
     * @param subscriber name
     * @return whether it has answered something that nobody has looked at
     * @throws dev.tributary.base.FaultException if the broker cannot be reached
     */
    public boolean hasReplies(String subscriber) {
        return ask(control -> control.depth(BrokerNames.replyQueue(subscriber))) > 0;
    }

    private synchronized <T> T ask(Function<BrokerControl, T> question) {
        try {
            BrokerControl control = asking;
            if (control == null) {
                control = BrokerControl.open(access);
                asking = control;
            }
            return question.apply(control);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private static void depth(BrokerControl control, String queue, Map<String, Long> depths) {
        depths.put(queue, control.depth(queue));
    }

    /** Gives up the session with which the broker is asked. */
    public synchronized void close() {
        if (asking != null) {
            asking.close();
            asking = null;
        }
    }
}
