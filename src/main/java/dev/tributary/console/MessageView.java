package dev.tributary.console;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.tributary.base.MessageId;
import dev.tributary.journal.JournaledMessage;
import dev.tributary.journal.MessageEvent;
import dev.tributary.journal.MessageSummary;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One message without its content, for {@code /api/messages}; the words are those of {@link MessageSummary}.
 *
 * @param issue what is wrong or was noted; null if nothing
 * @param timeline what happened to it, oldest first; null in lists
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record MessageView(
        long id,
        String feed,
        String remote,
        Instant receivedAt,
        int size,
        String sender,
        String controlId,
        String type,
        String structure,
        String version,
        String state,
        String reason,
        @Nullable Issue issue,
        boolean refused,
        boolean controlIdReused,
        @Nullable Long duplicateOf,
        @Nullable Long waitsFor,
        String acknowledged,
        @Nullable Instant acknowledgedAt,
        int attempts,
        @Nullable Instant nextAttemptAt,
        @Nullable String mappingVersion,
        @Nullable Instant finishedAt,
        @Nullable List<Step> timeline) {

    /**
     * @param what a sentence for an engineer
     * @param where segment and field, or the part of the engine; empty if nowhere
     */
    record Issue(String what, String where) {}

    /** One line of the timeline; the words are those of {@link MessageEvent}. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Step(
            Instant at,
            String kind,
            int attempt,
            String state,
            String reason,
            @Nullable Issue issue,
            @Nullable String who,
            @Nullable String mappingVersion) {

        private static Step of(MessageEvent event) {
            return new Step(
                    event.at(),
                    Words.of(event.kind()),
                    event.attempt(),
                    Words.of(event.state()),
                    event.reason(),
                    issueOf(event.detail(), event.where()),
                    event.who(),
                    event.mappingVersion());
        }
    }

    static MessageView of(MessageSummary message) {
        return of(message, null);
    }

    static MessageView of(JournaledMessage message) {
        return of(message.summary(), message.timeline().stream().map(Step::of).toList());
    }

    private static MessageView of(MessageSummary message, @Nullable List<Step> timeline) {
        return new MessageView(
                message.id().value(),
                message.feed().value(),
                message.remote(),
                message.receivedAt(),
                message.size(),
                message.sender(),
                message.controlId(),
                message.type(),
                message.structure(),
                message.version(),
                Words.of(message.state()),
                message.reason(),
                issueOf(message.detail(), message.where()),
                message.refused(),
                message.controlIdReused(),
                number(message.duplicateOf()),
                number(message.waitsFor()),
                Words.of(message.ackOutcome()),
                message.ackAt(),
                message.attempts(),
                message.nextAttemptAt(),
                message.mappingVersion(),
                message.finishedAt(),
                timeline);
    }

    private static @Nullable Issue issueOf(String detail, String where) {
        return detail.isEmpty() && where.isEmpty() ? null : new Issue(detail, where);
    }

    private static @Nullable Long number(@Nullable MessageId id) {
        return id == null ? null : id.value();
    }
}
