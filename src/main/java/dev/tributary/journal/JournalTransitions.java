package dev.tributary.journal;

import dev.tributary.base.MessageId;
import java.util.Map;

/** Changes the state of a message together with its effects (invariant 6). */
public interface JournalTransitions {

    /**
     * Ends the current attempt. Joins the caller's Spring transaction: call it last, in the transaction that holds the
     * effects, so that a crash leaves the message QUEUED and without effects.
     *
     * @param id a QUEUED message
     * @param ending how it ended
     * @throws NotQueuedException if the message is not QUEUED any more (someone skipped it, or another process
     *     finished it): the caller's transaction must roll back, since its effects would be the second ones
     */
    void finish(MessageId id, Ending ending);

    /**
     * The same for several messages of one transaction, in one statement.
     *
     * @param endings by QUEUED message
     * @throws NotQueuedException if one of them is not QUEUED any more; it names the first of them all, since the
     *     transaction as a whole must roll back
     */
    void finish(Map<MessageId, Ending> endings);
}
