/**
 * The message broker: Artemis in this process by default, or one of its own. {@link
 * dev.tributary.alert.broker.EmbeddedBroker} runs it, {@link dev.tributary.alert.broker.BrokerAccess} says how to reach
 * it, {@link dev.tributary.alert.broker.SubscriberQueues} makes what subscribers need there.
 *
 * <p>Every alert goes to the address {@code tributary.alerts}. From there a divert per subscriber, with the
 * subscriber's filter, copies it to the subscriber's own address and durable queue {@code alerts.<name>}. An address of
 * its own and not only a queue, because Artemis counts memory and pages to disk by address: the backlog of a dead
 * subscriber must not push the others' alerts to disk.
 */
@NullMarked
package dev.tributary.alert.broker;

import org.jspecify.annotations.NullMarked;
