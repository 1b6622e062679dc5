package dev.tributary.flow.wire;

import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.base.FeedName;
import dev.tributary.hl7.Batch;
import dev.tributary.hl7.HeaderPeek;
import dev.tributary.hl7.MessageHeader;
import java.util.Arrays;
import java.util.Optional;

/**
 * What a feed takes as one message, whoever gives it in: a sender by wire or file, or a person who changed a text.
 * Immutable.
 */
public final class Admission {

    static final Fault NO_HEADER = new Fault(
            FaultCode.UNREADABLE,
            "no MSH segment: an HL7 v2 message begins with MSH and its field separator, such as MSH|^~\\&|",
            "MSH");

    static final Fault SECOND_HEADER = new Fault(
            FaultCode.UNREADABLE,
            "a second MSH: several messages in one frame need FHS or BHS around them, or a frame each",
            "MSH[2]");

    private static final Fault BATCH = new Fault(
            FaultCode.TYPE_NOT_ACCEPTED, "FHS or BHS begins a batch (HL7 v2.5.1 §2.10.3), not one message", "");

    private final FeedName name;
    private final FeedProperties feed;
    private final AcceptedTypes types;

    /**
     * @param name of the feed, for its setting's name in answers
     * @param feed its settings
     */
    public Admission(FeedName name, FeedProperties feed) {
        this.name = name;
        this.feed = feed;
        this.types = new AcceptedTypes(feed.messageTypes());
    }

    /**
     * @param bytes given in as one message
     * @return what speaks against it: a batch, no header or a second one, an acknowledgment, a type the feed does not
     *     accept; empty if nothing does
     */
    public Optional<Fault> against(byte[] bytes) {
        if (Batch.isBatch(bytes)) {
            return Optional.of(BATCH);
        }
        // the segments of two patients must never become one message
        if (hasSecondHeader(bytes)) {
            return Optional.of(SECOND_HEADER);
        }
        Optional<MessageHeader> header = HeaderPeek.of(bytes, feed.charset());
        return header.isEmpty() ? Optional.of(NO_HEADER) : against(header.get());
    }

    /** @return what speaks against a message with this header, of bytes that are one message; empty if nothing does */
    Optional<Fault> against(MessageHeader header) {
        if (isAcknowledgment(header)) {
            return Optional.of(unexpectedAnswer(header));
        }
        return types.accept(header) ? Optional.empty() : Optional.of(notAccepted());
    }

    /** @return whether a message ends within these bytes and another begins */
    static boolean hasSecondHeader(byte[] bytes) {
        for (int i = 0; i + 4 < bytes.length; i++) {
            if ((bytes[i] == '\r' || bytes[i] == '\n')
                    && bytes[i + 1] == 'M'
                    && bytes[i + 2] == 'S'
                    && bytes[i + 3] == 'H'
                    && isHeaderBefore(bytes, i)) {
                return true;
            }
        }
        return false;
    }

    // an empty line before the first MSH is no message before it
    private static boolean isHeaderBefore(byte[] bytes, int end) {
        return HeaderPeek.of(Arrays.copyOf(bytes, end)).isPresent();
    }

    /** @return whether it answers a message: it never gets an answer itself */
    static boolean isAcknowledgment(MessageHeader header) {
        return header.messageCode().equals("ACK") || header.messageCode().equals("MCF");
    }

    private static Fault unexpectedAnswer(MessageHeader header) {
        return new Fault(
                FaultCode.TYPE_NOT_ACCEPTED,
                "an acknowledgment (" + header.messageCode() + ") came where a message was expected",
                "MSH-9");
    }

    private Fault notAccepted() {
        return new Fault(
                FaultCode.TYPE_NOT_ACCEPTED,
                "this feed takes " + String.join(", ", feed.messageTypes()) + " only; see tributary.feeds." + name
                        + ".message-types",
                "MSH-9");
    }
}
