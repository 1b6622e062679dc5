package dev.tributary.journal;

import dev.tributary.base.Fault;
import dev.tributary.hl7.MessageHeader;
import dev.tributary.hl7.WireMessage;
import java.util.concurrent.CompletionStage;

/** The durable record of everything received. */
public interface MessageJournal {

    /**
     * Makes a message durable. Many callers share one commit. Never blocks the caller. What hangs on the answer runs on
     * the recording thread, between two commits: it must be short (hand over to another thread) and must not block.
     *
     * @param wire as it came
     * @param header the peek at its MSH
     * @return completes after the commit with {@code Recorded} or {@code Duplicate}; with {@code Refused} where nothing
     *     could be made durable, never exceptionally
     */
    CompletionStage<Receipt> record(WireMessage wire, MessageHeader header);

    /**
     * Keeps what will not be processed, so that nothing is silent: unreadable bytes, an oversized frame (as much as was
     * read), a type the feed does not accept. The row is FAILED from the start.
     *
     * @param wire as it came
     * @param why becomes the row's reason and the answer
     * @return completes after the commit with {@code Refused(why)}; with the journal's own fault where even that failed
     */
    CompletionStage<Receipt> recordRefused(WireMessage wire, Fault why);
}
