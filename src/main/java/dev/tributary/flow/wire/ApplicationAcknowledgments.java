package dev.tributary.flow.wire;

import dev.tributary.base.Fault;
import dev.tributary.journal.InboundMessage;

/**
 * The second answer of the enhanced mode (HL7 v2.5.1 §2.9.3): what became of a message after it was processed, where
 * its MSH-16 asks for that. Calls for other messages do nothing, so the processor may call for every message.
 */
public interface ApplicationAcknowledgments {

    /**
     * The effects of the message are committed (or it was filtered on purpose): AA where MSH-16 is AL or SU.
     *
     * @param message as it came from the journal
     */
    void processed(InboundMessage message);

    /**
     * The message failed for good or is held: AE or AR where MSH-16 is AL or ER.
     *
     * @param message as it came from the journal
     * @param why what went wrong
     */
    void failed(InboundMessage message, Fault why);
}
