package dev.tributary.flow.wire;

import dev.tributary.base.Fault;
import dev.tributary.hl7.WireMessage;
import java.util.concurrent.CompletionStage;

/** The one door: every way in (MLLP, HTTP, files) ends here. */
public interface Intake {

    /**
     * Journals one message, or each message of an FHS/BHS batch, and says what the sender shall hear. Never blocks.
     * Messages of one sender are journaled in the order of the calls.
     *
     * @param wire as it came; its feed must be known to the {@link FeedRegistry}
     * @return completes after the commit, never exceptionally; a positive answer only if the bytes are durable
     *     (invariant 1)
     */
    CompletionStage<Answer> accept(WireMessage wire);

    /**
     * The same for a file, which may also hold many messages one after the other without FHS or BHS; these are answered
     * by a batch.
     *
     * @param wire the whole file
     * @return as {@link #accept}
     */
    CompletionStage<Answer> acceptFile(WireMessage wire);

    /**
     * Keeps what the edge could not take as a message, such as the beginning of an oversized frame.
     *
     * @param wire as much as was read
     * @param why becomes the journal row's reason and the answer
     * @return completes after the commit, never exceptionally, with a negative answer
     */
    CompletionStage<Answer> refuse(WireMessage wire, Fault why);

    /**
     * The way in has written the answer to the sender (or had nothing to write, since the sender asked for nothing).
     * Not called where the connection broke before: then the sender heard nothing.
     *
     * @param wire what was answered
     * @param answer as given by this intake
     */
    void answered(WireMessage wire, Answer answer);
}
