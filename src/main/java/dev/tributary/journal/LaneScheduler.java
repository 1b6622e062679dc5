package dev.tributary.journal;

/**
 * Hands each {@link InboundMessage} to the {@link MessageProcessor} once all earlier unfinished messages that share a
 * {@link LaneKeys lane key} are done (invariant 4).
 */
public interface LaneScheduler extends MessageActions, AutoCloseable {

    /** Starts the workers and takes up everything QUEUED, in the order received. */
    void start();

    /** Finishes what is running and claims no more. */
    @Override
    void close();
}
