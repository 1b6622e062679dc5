/**
 * Who gets alerts: settings {@code tributary.subscribers.<name>.*}, checked and turned into {@link
 * dev.tributary.alert.subscriber.Subscriber}s, each with a {@link dev.tributary.alert.subscriber.SubscriberFilter}.
 */
@NullMarked
package dev.tributary.alert.subscriber;

import org.jspecify.annotations.NullMarked;
