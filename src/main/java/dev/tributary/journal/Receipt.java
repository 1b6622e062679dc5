package dev.tributary.journal;

import dev.tributary.base.Fault;
import dev.tributary.base.MessageId;

/** The journal's answer to a message; the acknowledgment follows from it and from nothing else. */
public sealed interface Receipt {

    /**
     * Durable; may be accepted.
     *
     * @param id the journal's number
     * @param controlIdReused the sender used this MSH-10 before with other bytes: processed all the same, and flagged
     */
    record Recorded(MessageId id, boolean controlIdReused) implements Receipt {}

    /**
     * The same sender sent the same MSH-10 and bytes before: gets the first one's acknowledgment, has no second effect.
     *
     * @param id the journal's number of this arrival
     * @param earlier the journal's number of the first
     * @param outcome what the sender heard, or would have heard, of the first
     */
    record Duplicate(MessageId id, MessageId earlier, AckOutcome outcome) implements Receipt {}

    /**
     * May not be accepted.
     *
     * @param why with the acknowledgment code in its {@link dev.tributary.base.FaultCode}
     */
    record Refused(Fault why) implements Receipt {}
}
