package dev.tributary.journal;

/** What is done with each message; given to the {@link LaneScheduler} by {@code flow}. */
@FunctionalInterface
public interface MessageProcessor {

    /**
     * Applies one message. Returns after the commit of a transaction in which {@link JournalTransitions#finish} was
     * called. Called by many threads, never for two messages of one lane at a time.
     *
     * @param message as received
     * @throws dev.tributary.base.FaultException rolled back; the fault's class decides whether it is tried again,
     *     failed or held. Any other exception counts as {@code INTERNAL}, or as {@code JOURNAL_UNREACHED} where it is
     *     the database's
     */
    void process(InboundMessage message);
}
