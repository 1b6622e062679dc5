package dev.tributary.journal;

import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What to look for in the journal; a null asks for nothing.
 *
 * @param feed where it came in
 * @param state what became of it
 * @param reason the one word beside the state: a fault code, {@code duplicate}, {@code skipped}
 * @param type {@code ADT} or {@code ADT^A01}
 * @param controlId MSH-10
 * @param terms words the message is found by, all of them: a patient's number or name, a visit, an order, a code; in any
 *     case; one that ends with {@code *} asks for words that begin so
 * @param from received at or after
 * @param to received before
 * @param before only numbers below this one: the last of the page before gives the next page
 * @param limit rows at most, 1 to 1000
 */
public record MessageQuery(
        @Nullable FeedName feed,
        @Nullable MessageState state,
        @Nullable String reason,
        @Nullable String type,
        @Nullable String controlId,
        List<String> terms,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable MessageId before,
        int limit) {

    /** Asks for the newest 100 of everything; narrow it with the {@code with} methods. */
    public static final MessageQuery NEWEST =
            new MessageQuery(null, null, null, null, null, List.of(), null, null, null, 100);

    private static final int MOST_TERMS = 6;

    /** @throws IllegalArgumentException if the limit is out of bounds */
    public MessageQuery {
        if (limit < 1 || limit > 1000) {
            throw new IllegalArgumentException("limit " + limit + ": use 1 to 1000");
        }
        terms = List.copyOf(terms);
        if (terms.size() > MOST_TERMS) {
            throw new IllegalArgumentException("give at most " + MOST_TERMS + " words");
        }
    }

    /** @return the same, of one feed */
    public MessageQuery withFeed(FeedName only) {
        return new MessageQuery(only, state, reason, type, controlId, terms, from, to, before, limit);
    }

    /** @return the same, in one state */
    public MessageQuery withState(MessageState only) {
        return new MessageQuery(feed, only, reason, type, controlId, terms, from, to, before, limit);
    }

    /** @return the same, for one reason */
    public MessageQuery withReason(String only) {
        return new MessageQuery(feed, state, only, type, controlId, terms, from, to, before, limit);
    }

    /** @return the same, of one type */
    public MessageQuery withType(String only) {
        return new MessageQuery(feed, state, reason, only, controlId, terms, from, to, before, limit);
    }

    /** @return the same, with one MSH-10 */
    public MessageQuery withControlId(String only) {
        return new MessageQuery(feed, state, reason, type, only, terms, from, to, before, limit);
    }

    /** @return the same, received in a span of time */
    public MessageQuery withReceived(@Nullable Instant atOrAfter, @Nullable Instant earlierThan) {
        return new MessageQuery(feed, state, reason, type, controlId, terms, atOrAfter, earlierThan, before, limit);
    }

    /** @return the same, with all of these words */
    public MessageQuery withTerms(List<String> words) {
        return new MessageQuery(feed, state, reason, type, controlId, words, from, to, before, limit);
    }

    /** @return the page after the one that ended with this number */
    public MessageQuery after(MessageId last) {
        return new MessageQuery(feed, state, reason, type, controlId, terms, from, to, last, limit);
    }

    /** @return the same, with another page size */
    public MessageQuery withLimit(int rows) {
        return new MessageQuery(feed, state, reason, type, controlId, terms, from, to, before, rows);
    }
}
