package dev.tributary.alert.broker;

import java.util.Set;

/**
 * A downstream client of the embedded broker.
 *
 * @param user name
 * @param password configured or generated
 * @param queues it may read; empty for every subscriber's
 * @param generated whether the password was generated and lies in the data folder
 */
public record BrokerClient(String user, String password, Set<String> queues, boolean generated) {

    boolean mayRead(String queue) {
        return queues.isEmpty()
                ? queue.startsWith(BrokerNames.QUEUE_PREFIX)
                : queues.contains(queue) || queues.contains(without(queue, BrokerNames.REFUSED_SUFFIX));
    }

    boolean mayReply(String queue) {
        return queue.endsWith(BrokerNames.REPLY_SUFFIX)
                && (queues.isEmpty()
                        ? queue.startsWith(BrokerNames.QUEUE_PREFIX)
                        : queues.contains(without(queue, BrokerNames.REPLY_SUFFIX)));
    }

    private static String without(String queue, String suffix) {
        return queue.endsWith(suffix) ? queue.substring(0, queue.length() - suffix.length()) : "";
    }

    @Override
    public String toString() {
        return "BrokerClient[" + user + "]";
    }
}
