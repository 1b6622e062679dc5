package dev.tributary.flow.wire;

import dev.tributary.base.MessageId;
import dev.tributary.hl7.MessageHeader;
import dev.tributary.hl7.WireMessage;

/** Application acknowledgments for senders that lost the first one and sent the message again. */
public interface RepeatedAcknowledgments {

    /**
     * A message came again. Where its MSH-16 asks for it, the sender is told what became of the first: now if that is
     * known, else when it is. Returns at once.
     *
     * @param wire the later arrival
     * @param header its MSH
     * @param earlier the first
     */
    void sentAgain(WireMessage wire, MessageHeader header, MessageId earlier);
}
