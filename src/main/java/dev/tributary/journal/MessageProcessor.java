package dev.tributary.journal;

import java.util.List;

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

    /** @return how many messages {@link #processTogether} takes at most; 1 if it is not to be called */
    default int most() {
        return 1;
    }

    /**
     * Applies several messages in one transaction: all or none. Returns after the commit in which each of them was
     * finished. If it fails, for whatever reason, each comes again, in smaller company or alone.
     *
     * @param messages in the order in which they must be applied; of one lane there may be several
     */
    default void processTogether(List<InboundMessage> messages) {
        throw new UnsupportedOperationException("one by one");
    }
}
