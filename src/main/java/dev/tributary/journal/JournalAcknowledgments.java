package dev.tributary.journal;

import dev.tributary.base.MessageId;
import java.time.Instant;

/** The second axis: what the sender heard. */
public interface JournalAcknowledgments {

    /**
     * Notes that an acknowledgment went out. Returns at once; the note is written with many others a moment later, so
     * that it costs no commit per message. A crash in that moment loses the note and nothing else: a retransmit of a
     * recorded message is answered as accepted all the same.
     *
     * @param id the message that was answered
     * @param outcome what the sender heard
     * @param at when the last byte of the answer was written
     */
    void sent(MessageId id, AckOutcome outcome, Instant at);
}
