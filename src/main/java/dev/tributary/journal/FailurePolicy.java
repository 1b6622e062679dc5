package dev.tributary.journal;

import dev.tributary.base.Fault;
import dev.tributary.base.FeedName;

/** What a feed wants done with a message that failed for good. */
@FunctionalInterface
public interface FailurePolicy {

    /** Every feed passes its failed messages by. */
    FailurePolicy GO_ON = (feed, fault) -> OnFailure.GO_ON;

    /**
     * @param feed whose message failed
     * @param fault permanent
     * @return what to do with the message and those behind it
     */
    OnFailure of(FeedName feed, Fault fault);
}
