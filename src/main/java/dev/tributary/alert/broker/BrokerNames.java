package dev.tributary.alert.broker;

/** Names that downstream clients and scripts rely on. */
public final class BrokerNames {

    /** Where every alert is sent. */
    public static final String ALERTS = "tributary.alerts";

    /** Begins the name of every subscriber's queue. */
    public static final String QUEUE_PREFIX = "alerts.";

    /** Where Artemis puts what expires elsewhere; an expired alert has its subscriber's queue. */
    static final String EXPIRED = "tributary.expired";

    /** Where Artemis puts what cannot be delivered; nothing of ours is given up. */
    static final String DEAD = "tributary.dead";

    /** Ends the name of the queue in which a subscriber acknowledges. */
    static final String REPLY_SUFFIX = ".replies";

    /** Ends the name of the queue with replies that acknowledged nothing. */
    static final String REFUSED_SUFFIX = ".refused";

    private static final String DEAD_SUFFIX = ".dead";
    private static final String EXPIRED_SUFFIX = ".expired";

    private BrokerNames() {}

    /** @return {@code alerts.<subscriber>} */
    public static String queue(String subscriber) {
        return QUEUE_PREFIX + subscriber;
    }

    /** @return {@code alerts.<subscriber>.dead}: what the subscriber refused for good */
    public static String deadQueue(String subscriber) {
        return QUEUE_PREFIX + subscriber + DEAD_SUFFIX;
    }

    /** @return {@code alerts.<subscriber>.replies}: where the subscriber acknowledges */
    public static String replyQueue(String subscriber) {
        return QUEUE_PREFIX + subscriber + REPLY_SUFFIX;
    }

    /** @return {@code alerts.<subscriber>.refused}: replies that acknowledged nothing, with the reason */
    public static String refusedQueue(String subscriber) {
        return QUEUE_PREFIX + subscriber + REFUSED_SUFFIX;
    }

    /** @return {@code alerts.<subscriber>.expired}: what waited longer than the subscriber's settings allow */
    public static String expiredQueue(String subscriber) {
        return QUEUE_PREFIX + subscriber + EXPIRED_SUFFIX;
    }
}
