package dev.tributary.alert.broker;

/** Names that downstream clients and scripts rely on. */
public final class BrokerNames {

    /** Where every alert is sent. */
    public static final String ALERTS = "tributary.alerts";

    /** Begins the name of every subscriber's queue. */
    public static final String QUEUE_PREFIX = "alerts.";

    /** Where Artemis puts what expires; nothing of ours does. */
    static final String EXPIRED = "tributary.expired";

    /** Where Artemis puts what cannot be delivered; nothing of ours is given up. */
    static final String DEAD = "tributary.dead";

    private static final String DEAD_SUFFIX = ".dead";

    private BrokerNames() {}

    /** @return {@code alerts.<subscriber>} */
    public static String queue(String subscriber) {
        return QUEUE_PREFIX + subscriber;
    }

    /** @return {@code alerts.<subscriber>.dead}: what the subscriber refused for good */
    public static String deadQueue(String subscriber) {
        return QUEUE_PREFIX + subscriber + DEAD_SUFFIX;
    }
}
