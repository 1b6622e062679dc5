package dev.tributary.flow.wire.mllp;

import dev.tributary.base.Fault;
import dev.tributary.flow.wire.Answer;
import dev.tributary.hl7.WireMessage;
import java.util.concurrent.CompletionStage;

/** What becomes of a frame: the route, seen from the connection. Called in the order of the frames. */
interface FeedHandler {

    /**
     * @param wire a complete message
     * @return completes with the answer, never exceptionally
     */
    CompletionStage<Answer> take(WireMessage wire);

    /**
     * @param wire what was read of a frame that is no message
     * @param why what is wrong with it
     * @return completes with the answer, never exceptionally
     */
    CompletionStage<Answer> refuse(WireMessage wire, Fault why);

    /**
     * The answer is on its way to the peer.
     *
     * @param wire what was answered
     * @param answer as given for it
     */
    void answered(WireMessage wire, Answer answer);
}
