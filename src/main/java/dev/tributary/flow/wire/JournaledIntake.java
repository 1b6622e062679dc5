package dev.tributary.flow.wire;

import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.base.FeedName;
import dev.tributary.base.LogKey;
import dev.tributary.hl7.HeaderPeek;
import dev.tributary.hl7.MessageHeader;
import dev.tributary.hl7.WireMessage;
import dev.tributary.journal.AckOutcome;
import dev.tributary.journal.JournalAcknowledgments;
import dev.tributary.journal.MessageJournal;
import dev.tributary.journal.Receipt;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Journals, then answers: the journal's {@link Receipt} and nothing else decides what the sender hears (invariant 1).
 * Thread-safe.
 */
public final class JournaledIntake implements Intake {

    private static final Logger LOG = LoggerFactory.getLogger(JournaledIntake.class);

    private static final Fault NO_HEADER = new Fault(
            FaultCode.UNREADABLE,
            "no MSH segment: an HL7 v2 message begins with MSH and its field separator, such as MSH|^~\\&|",
            "MSH");

    private final MessageJournal journal;
    private final JournalAcknowledgments acknowledgments;
    private final FeedRegistry feeds;
    private final WireMeters meters;
    private final Clock clock;
    private final AnswerIds ids;
    private final Map<FeedName, Desk> desks = new ConcurrentHashMap<>();

    /** What is made once for each feed. */
    private record Desk(FeedProperties feed, AcceptedTypes types, Answers answers, FeedMeters meters) {}

    /**
     * @param journal makes messages durable
     * @param acknowledgments learns what senders heard
     * @param feeds gives the settings
     * @param meters counts
     * @param clock gives the time of answers
     */
    public JournaledIntake(
            MessageJournal journal,
            JournalAcknowledgments acknowledgments,
            FeedRegistry feeds,
            WireMeters meters,
            Clock clock) {
        this.journal = journal;
        this.acknowledgments = acknowledgments;
        this.feeds = feeds;
        this.meters = meters;
        this.clock = clock;
        this.ids = new AnswerIds(clock);
    }

    @Override
    public CompletionStage<Answer> accept(WireMessage wire) {
        Desk desk = desk(wire.feed());
        desk.meters().received();
        return HeaderPeek.of(wire.bytes(), desk.feed().charset())
                .map(header -> one(desk, wire, header))
                .orElseGet(() -> keep(desk, wire, NO_HEADER));
    }

    @Override
    public CompletionStage<Answer> refuse(WireMessage wire, Fault why) {
        Desk desk = desk(wire.feed());
        desk.meters().received();
        return keep(desk, wire, why);
    }

    private CompletionStage<Answer> one(Desk desk, WireMessage wire, MessageHeader header) {
        if (isAcknowledgment(header)) {
            // answering an answer could go on for ever
            return keep(desk, wire, unexpectedAnswer(header)).thenApply(answer -> Answers.SILENCE);
        }
        if (!desk.types().accept(header)) {
            return keep(desk, wire, notAccepted(desk.feed(), wire.feed()));
        }
        return receipt(() -> journal.record(wire, header)).thenApply(receipt -> answer(desk, header, receipt));
    }

    private Answer answer(Desk desk, MessageHeader header, Receipt receipt) {
        if (receipt instanceof Receipt.Recorded recorded) {
            return desk.answers().accepted(header, recorded.id());
        }
        if (receipt instanceof Receipt.Duplicate duplicate) {
            return again(desk, header, duplicate);
        }
        Fault why = ((Receipt.Refused) receipt).why();
        desk.meters().refused(why.code());
        return desk.answers().refused(header, why);
    }

    // the first is durable; a sender that heard nothing of it, or was cut off, may now hear that
    private Answer again(Desk desk, MessageHeader header, Receipt.Duplicate duplicate) {
        if (duplicate.outcome() == AckOutcome.ACCEPTED || duplicate.outcome() == AckOutcome.NONE) {
            return desk.answers().accepted(header, duplicate.id());
        }
        FaultCode code = duplicate.outcome() == AckOutcome.REJECTED ? FaultCode.TYPE_NOT_ACCEPTED : FaultCode.INTERNAL;
        Fault why = Fault.of(code, "the same message was refused before, as message " + duplicate.earlier());
        desk.meters().refused(code);
        return desk.answers().refused(header, why, duplicate.id());
    }

    private CompletionStage<Answer> keep(Desk desk, WireMessage wire, Fault why) {
        desk.meters().refused(why.code());
        LOG.atWarn()
                .addKeyValue(LogKey.FEED, wire.feed())
                .addKeyValue(LogKey.REMOTE, wire.remote())
                .addKeyValue(LogKey.FAULT_CODE, why.code())
                .log("message refused at receipt");
        return receipt(() -> journal.recordRefused(wire, why)).thenApply(receipt -> {
            // where even the refusal could not be kept the sender hears of that: it may try again
            Fault told = receipt instanceof Receipt.Refused refused ? refused.why() : why;
            Optional<MessageHeader> header =
                    HeaderPeek.of(wire.bytes(), desk.feed().charset());
            return header.map(known -> desk.answers().refused(known, told))
                    .orElseGet(() -> desk.answers().unreadable(told));
        });
    }

    // whatever a journal does, the sender gets an answer, and a bug never makes it a positive one
    private static CompletionStage<Receipt> receipt(JournalCall call) {
        CompletionStage<Receipt> stage;
        try {
            stage = call.make();
        } catch (RuntimeException bug) {
            stage = CompletableFuture.failedFuture(bug);
        }
        return stage.exceptionally(JournaledIntake::broken);
    }

    private static Receipt broken(@Nullable Throwable bug) {
        LOG.atError()
                .addKeyValue(
                        LogKey.EXCEPTION, bug == null ? "none" : bug.getClass().getName())
                .log("the journal failed in an unforeseen way");
        return new Receipt.Refused(Fault.of(FaultCode.INTERNAL, "the journal failed; send the message again"));
    }

    /** One call of the journal. */
    private interface JournalCall {
        CompletionStage<Receipt> make();
    }

    @Override
    public void answered(WireMessage wire, Answer answer) {
        Instant now = clock.instant();
        desk(wire.feed()).meters().acknowledged(answer, Duration.between(wire.receivedAt(), now));
        answer.heard().forEach((id, outcome) -> {
            if (outcome != AckOutcome.NONE) {
                acknowledgments.sent(id, outcome, now);
            }
        });
    }

    private Desk desk(FeedName feed) {
        return desks.computeIfAbsent(feed, name -> {
            FeedProperties properties = feeds.get(name);
            return new Desk(
                    properties,
                    new AcceptedTypes(properties.messageTypes()),
                    new Answers(properties, ids, clock),
                    meters.of(name));
        });
    }

    private static boolean isAcknowledgment(MessageHeader header) {
        return header.messageCode().equals("ACK") || header.messageCode().equals("MCF");
    }

    private static Fault unexpectedAnswer(MessageHeader header) {
        return new Fault(
                FaultCode.TYPE_NOT_ACCEPTED,
                "an acknowledgment (" + header.messageCode() + ") came where a message was expected",
                "MSH-9");
    }

    private static Fault notAccepted(FeedProperties feed, FeedName name) {
        return new Fault(
                FaultCode.TYPE_NOT_ACCEPTED,
                "this feed takes " + String.join(", ", feed.messageTypes()) + " only; see tributary.feeds." + name
                        + ".message-types",
                "MSH-9");
    }
}
