package dev.tributary.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tributary.flow.management.FeedState;
import dev.tributary.flow.wire.FeedProperties;
import dev.tributary.journal.FeedCount;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One feed, for {@code /api/feeds}. Invariant 3 can be checked by hand: received = processed + filtered + queued + held +
 * failed; {@code balanced} says whether it holds.
 *
 * @param feed its name
 * @param condition whether its edge takes messages: listening, without-port, stopped, failed; removed if it stands no
 *     longer in the settings but has messages in the journal
 * @param address host and port; null without a port
 * @param connections open connections; null if not known
 * @param received everything that came
 * @param processed with effects committed
 * @param filtered with no effect on purpose
 * @param queued waiting, running or to be tried again
 * @param held for a person
 * @param failed for good, or refused at receipt
 * @param balanced whether the sums agree
 * @param reasons why messages were filtered, held or failed, with counts; refused is the part of failed that the sender
 *     was told of at receipt
 * @param acknowledged what senders heard last, with counts
 * @param lastReceivedAt null if never
 * @param oldestQueuedAt when the oldest queued message came; null if none is queued
 * @param settings what an engineer asks first; null if removed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record FeedView(
        String feed,
        String condition,
        @Nullable String address,
        @Nullable Integer connections,
        long received,
        long processed,
        long filtered,
        long queued,
        long held,
        long failed,
        boolean balanced,
        Map<String, Map<String, Long>> reasons,
        Map<String, Long> acknowledged,
        @Nullable Instant lastReceivedAt,
        @Nullable Instant oldestQueuedAt,
        @Nullable Map<String, Object> settings) {

    static FeedView of(FeedCount count, @Nullable FeedState state, @Nullable FeedProperties properties) {
        return new FeedView(
                count.feed().value(),
                state == null ? "removed" : Words.of(state.condition()),
                state == null || state.address().isEmpty() ? null : state.address(),
                state == null || state.connections() < 0 ? null : state.connections(),
                count.received(),
                count.processed(),
                count.filteredTotal(),
                count.queued(),
                count.heldTotal(),
                count.failedTotal(),
                count.balances(),
                Map.of(
                        "filtered", count.filtered(),
                        "held", count.held(),
                        "failed", count.failed(),
                        "refused", count.refused()),
                Words.keyed(count.acknowledged()),
                count.lastReceivedAt(),
                count.oldestQueuedAt(),
                properties == null ? null : summary(properties));
    }

    private static Map<String, Object> summary(FeedProperties properties) {
        Map<String, Object> summary = new TreeMap<>();
        summary.put("ack", Words.of(properties.ack()));
        summary.put("charset", properties.charset().name());
        summary.put("zone", properties.zone().getId());
        summary.put("ownership", Words.of(properties.ownership()));
        summary.put("onFailure", Words.of(properties.onFailure()));
        summary.put("tls", properties.tls() != null);
        summary.put("messageTypes", properties.messageTypes());
        summary.put("allowedAddresses", properties.allowedAddresses());
        summary.put("assigningAuthority", properties.assigningAuthority());
        summary.put("preprocess", properties.preprocess());
        summary.put("overlay", properties.overlay());
        summary.put("codeTables", properties.codeTables());
        return summary;
    }
}
