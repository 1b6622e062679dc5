package dev.tributary.journal;

import dev.tributary.base.MessageId;

/** What a person may do with a message. Each call commits by itself and is kept in the message's timeline. */
public interface MessageActions {

    /**
     * Tries a HELD message again; it goes first, and then those that waited behind it, in the order received.
     *
     * @param id the message
     * @param who the user's name
     * @return whether it was HELD
     */
    boolean release(MessageId id, String who);

    /**
     * Passes a HELD or QUEUED message over for good: it becomes FILTERED with reason {@code skipped} and its lane goes
     * on.
     *
     * @param id the message
     * @param who the user's name
     * @param why a sentence; must not hold patient data
     * @return whether it was HELD or QUEUED
     */
    boolean skip(MessageId id, String who, String why);

    /**
     * Processes a finished message again from its original bytes, as a new attempt. It queues up behind what waits in
     * its lanes now.
     *
     * @param id a PROCESSED, FAILED or HELD message; of the refused ones only such as have a readable MSH
     * @param who the user's name
     * @return whether it is QUEUED now
     */
    boolean replay(MessageId id, String who);
}
