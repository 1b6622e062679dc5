package dev.tributary.flow.management;

/** What an operator may do with one subscriber's deliveries. Thread-safe. */
public interface SubscriberActions {

    /**
     * Stops deliveries, also across restarts, until {@link #resume}. The subscriber's queue goes on filling.
     *
     * @param subscriber name
     * @throws dev.tributary.base.FaultException if there is no such subscriber, or it consumes its queue itself
     */
    void pause(String subscriber);

    /**
     * Goes on with the alert at the head of the queue.
     *
     * @param subscriber name
     * @throws dev.tributary.base.FaultException if there is no such subscriber, or it consumes its queue itself
     */
    void resume(String subscriber);
}
