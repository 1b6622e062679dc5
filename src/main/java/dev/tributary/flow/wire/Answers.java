package dev.tributary.flow.wire;

import dev.tributary.base.Fault;
import dev.tributary.base.MessageId;
import dev.tributary.hl7.AckCode;
import dev.tributary.hl7.AckPlan;
import dev.tributary.hl7.AckPolicy;
import dev.tributary.hl7.AckStamp;
import dev.tributary.hl7.AckVerdict;
import dev.tributary.hl7.Acknowledgment;
import dev.tributary.hl7.MessageHeader;
import dev.tributary.journal.AckOutcome;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Words the answers of one feed by its rules. Thread-safe. */
final class Answers {

    static final Answer SILENCE = new Answer(new byte[0], "", null, Map.of());

    private final AckMode mode;
    private final ZoneId zone;
    private final AnswerIds ids;
    private final Clock clock;

    Answers(FeedProperties feed, AnswerIds ids, Clock clock) {
        this.mode = feed.ack();
        this.zone = feed.zone();
        this.ids = ids;
        this.clock = clock;
    }

    /** @return the answer to a message that is durable under this id */
    Answer accepted(MessageHeader header, MessageId id) {
        AckPlan plan = AckPolicy.atReceipt(asAsked(header), AckVerdict.ACCEPT);
        AckOutcome outcome = plan.atReceipt().map(code -> AckOutcome.ACCEPTED).orElse(AckOutcome.NONE);
        return worded(header, plan, null, Map.of(id, outcome));
    }

    /** @return the answer to a message that is not accepted */
    Answer refused(MessageHeader header, Fault why) {
        return worded(header, AckPolicy.atReceipt(asAsked(header), AckVerdict.of(why)), why, Map.of());
    }

    /** @return the answer to a message that is not accepted, though the journal has it under this id */
    Answer refused(MessageHeader header, Fault why, MessageId id) {
        AckPlan plan = AckPolicy.atReceipt(asAsked(header), AckVerdict.of(why));
        AckOutcome outcome = plan.atReceipt().map(Answers::outcome).orElse(AckOutcome.NONE);
        return worded(header, plan, why, Map.of(id, outcome));
    }

    /** @return the answer to bytes without a readable MSH */
    Answer unreadable(Fault why) {
        return new Answer(Acknowledgment.unreadable(why, stamp()), AckCode.AR.name(), why, Map.of());
    }

    /** @return the application acknowledgment; empty where the sender asked for none */
    Optional<Answer> application(MessageHeader header, Optional<Fault> why) {
        AckVerdict verdict = why.map(AckVerdict::of).orElse(AckVerdict.ACCEPT);
        return AckPolicy.afterProcessing(asAsked(header), verdict)
                .map(code -> new Answer(
                        Acknowledgment.application(header, code, why, stamp()),
                        code.name(),
                        why.orElse(null),
                        Map.of()));
    }

    AckStamp stamp() {
        return new AckStamp(ids.next(), clock.instant(), zone);
    }

    private Answer worded(MessageHeader header, AckPlan plan, @Nullable Fault why, Map<MessageId, AckOutcome> heard) {
        return plan.atReceipt()
                .map(code -> new Answer(
                        Acknowledgment.answer(header, code, Optional.ofNullable(why), stamp()),
                        code.name(),
                        why,
                        heard))
                .orElseGet(() -> new Answer(new byte[0], "", why, heard));
    }

    private static AckOutcome outcome(AckCode code) {
        return switch (code) {
            case AA, CA -> AckOutcome.ACCEPTED;
            case AE, CE -> AckOutcome.ERROR;
            case AR, CR -> AckOutcome.REJECTED;
        };
    }

    // the feed's ack mode overrules what MSH-15 and MSH-16 say; the answer itself echoes the header as it came
    private MessageHeader asAsked(MessageHeader header) {
        return switch (mode) {
            case AUTO -> header;
            case ORIGINAL -> asking(header, "", "");
            case ENHANCED ->
                asking(
                        header,
                        header.acceptAcknowledgment().isEmpty() ? "AL" : header.acceptAcknowledgment(),
                        header.applicationAcknowledgment().isEmpty() ? "NE" : header.applicationAcknowledgment());
        };
    }

    private static MessageHeader asking(MessageHeader header, String accept, String application) {
        return new MessageHeader(
                header.separators(),
                header.sendingApplication(),
                header.sendingFacility(),
                header.receivingApplication(),
                header.receivingFacility(),
                header.dateTime(),
                header.messageCode(),
                header.triggerEvent(),
                header.structure(),
                header.controlId(),
                header.processingId(),
                header.version(),
                accept,
                application,
                header.characterSets(),
                header.charset());
    }
}
