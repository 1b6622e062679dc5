package dev.tributary.journal;

import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import dev.tributary.hl7.WireMessage;
import java.time.Instant;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Walks over what was received, the oldest first, for whoever wants to know what a change would have done to it. Reads
 * only, holds no transaction open, and never has more than a few megabytes of the journal in memory.
 */
public interface ReceivedMessages {

    /**
     * @param feed only of this feed; null for all
     * @param from received at or after
     * @param to received before
     * @return how many messages {@link #walk} would come by: neither refused ones nor retransmits
     */
    long count(@Nullable FeedName feed, Instant from, Instant to);

    /**
     * @param feed only of this feed; null for all
     * @param from received at or after
     * @param to received before
     * @param visitor takes number and message, and answers whether to go on
     */
    void walk(@Nullable FeedName feed, Instant from, Instant to, BiPredicate<MessageId, WireMessage> visitor);
}
