package dev.tributary.journal;

import dev.tributary.base.FeedName;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one feed received and what became of it, at one moment.
 *
 * @param feed whose
 * @param received everything that came, retransmits and refused ones included
 * @param processed with effects committed
 * @param queued waiting, running or to be tried again
 * @param filtered by reason; retransmits under {@link Ending#DUPLICATE}
 * @param held by reason
 * @param failed in processing, by fault code
 * @param refused at receipt, by fault code; part of what failed
 * @param acknowledged messages by what their sender heard last; without {@link AckOutcome#NONE}
 * @param lastReceivedAt null if never
 * @param oldestQueuedAt when the oldest of the queued was received; null if none is queued
 */
public record FeedCount(
        FeedName feed,
        long received,
        long processed,
        long queued,
        Map<String, Long> filtered,
        Map<String, Long> held,
        Map<String, Long> failed,
        Map<String, Long> refused,
        Map<AckOutcome, Long> acknowledged,
        @Nullable Instant lastReceivedAt,
        @Nullable Instant oldestQueuedAt) {

    /** @return filtered for all reasons */
    public long filteredTotal() {
        return sum(filtered);
    }

    /** @return held for all reasons */
    public long heldTotal() {
        return sum(held);
    }

    /** @return failed in processing or refused at receipt */
    public long failedTotal() {
        return sum(failed) + sum(refused);
    }

    /** @return invariant 3: received = processed + filtered + queued + held + failed */
    public boolean balances() {
        return received == processed + filteredTotal() + queued + heldTotal() + failedTotal();
    }

    private static long sum(Map<String, Long> byReason) {
        return byReason.values().stream().mapToLong(Long::longValue).sum();
    }
}
