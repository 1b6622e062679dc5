package dev.tributary.flow.wire;

import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.base.LogKey;
import dev.tributary.hl7.Batch;
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
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Journals, then answers: the journal's {@link Receipt} and nothing else decides what the sender hears (invariant 1).
 * Thread-safe.
 */
public final class JournaledIntake implements Intake {

    private static final Logger LOG = LoggerFactory.getLogger(JournaledIntake.class);

    /** How the remote of a message from a file begins; its name follows. */
    public static final String FILE = "file ";

    private final SafeJournal journal;
    private final JournalAcknowledgments acknowledgments;
    private final RepeatedAcknowledgments repeats;
    private final FeedDesks desks;
    private final BatchIntake batches;
    private final Clock clock;

    /**
     * @param journal makes messages durable
     * @param acknowledgments learns what senders heard
     * @param repeats tells a sender again what became of a message it sent again
     * @param desks knows the feeds
     * @param clock gives the time of answers
     */
    public JournaledIntake(
            MessageJournal journal,
            JournalAcknowledgments acknowledgments,
            RepeatedAcknowledgments repeats,
            FeedDesks desks,
            Clock clock) {
        this.journal = new SafeJournal(journal);
        this.acknowledgments = acknowledgments;
        this.repeats = repeats;
        this.desks = desks;
        this.batches = new BatchIntake(this::single, this::refuse);
        this.clock = clock;
    }

    @Override
    public CompletionStage<Answer> accept(WireMessage wire) {
        if (Batch.isBatch(wire.bytes())) {
            return batches.accept(desks.of(wire.feed()), wire, Batch.split(wire.bytes()));
        }
        return Admission.hasSecondHeader(wire.bytes()) ? refuse(wire, Admission.SECOND_HEADER) : single(wire);
    }

    @Override
    public CompletionStage<Answer> acceptFile(WireMessage wire) {
        if (!Batch.isBatch(wire.bytes()) && !Admission.hasSecondHeader(wire.bytes())) {
            return single(wire);
        }
        return batches.accept(desks.of(wire.feed()), wire, Batch.split(wire.bytes()));
    }

    @Override
    public CompletionStage<Answer> refuse(WireMessage wire, Fault why) {
        FeedDesk desk = desks.of(wire.feed());
        desk.meters().received();
        return keep(desk, wire, why);
    }

    private CompletionStage<Answer> single(WireMessage wire) {
        FeedDesk desk = desks.of(wire.feed());
        desk.meters().received();
        return HeaderPeek.of(wire.bytes(), desk.feed().charset())
                .map(header -> single(desk, wire, header))
                .orElseGet(() -> keep(desk, wire, Admission.NO_HEADER));
    }

    private CompletionStage<Answer> single(FeedDesk desk, WireMessage wire, MessageHeader header) {
        Optional<Fault> against = desk.admission().against(header);
        if (against.isEmpty()) {
            return journal.record(wire, header).thenApply(receipt -> answer(desk, wire, header, receipt));
        }
        CompletionStage<Answer> refusal = keep(desk, wire, against.get());
        // answering an answer could go on for ever
        return Admission.isAcknowledgment(header) ? refusal.thenApply(answer -> Answers.SILENCE) : refusal;
    }

    private Answer answer(FeedDesk desk, WireMessage wire, MessageHeader header, Receipt receipt) {
        if (receipt instanceof Receipt.Recorded recorded) {
            return desk.answers().accepted(header, recorded.id());
        }
        if (receipt instanceof Receipt.Duplicate duplicate) {
            return again(desk, wire, header, duplicate);
        }
        Fault why = ((Receipt.Refused) receipt).why();
        desk.meters().refused(why.code());
        return desk.answers().refused(header, why);
    }

    // the first is durable; a sender that heard nothing of it, or was cut off, may now hear that
    private Answer again(FeedDesk desk, WireMessage wire, MessageHeader header, Receipt.Duplicate duplicate) {
        if (duplicate.outcome() == AckOutcome.ACCEPTED || duplicate.outcome() == AckOutcome.NONE) {
            repeats.sentAgain(wire, header, duplicate.earlier());
            return desk.answers().accepted(header, duplicate.id());
        }
        FaultCode code = duplicate.outcome() == AckOutcome.REJECTED ? FaultCode.TYPE_NOT_ACCEPTED : FaultCode.INTERNAL;
        Fault why = Fault.of(code, "the same message was refused before, as message " + duplicate.earlier());
        desk.meters().refused(code);
        return desk.answers().refused(header, why, duplicate.id());
    }

    private CompletionStage<Answer> keep(FeedDesk desk, WireMessage wire, Fault why) {
        desk.meters().refused(why.code());
        LOG.atWarn()
                .addKeyValue(LogKey.FEED, wire.feed())
                .addKeyValue(LogKey.REMOTE, peer(wire))
                .addKeyValue(LogKey.FAULT_CODE, why.code())
                .log("message refused at receipt");
        return journal.recordRefused(wire, why).thenApply(receipt -> {
            // where even the refusal could not be kept the sender hears of that: it may try again
            Fault told = receipt instanceof Receipt.Refused refused ? refused.why() : why;
            return HeaderPeek.of(wire.bytes(), desk.feed().charset())
                    .map(known -> desk.answers().refused(known, told))
                    .orElseGet(() -> desk.answers().unreadable(told));
        });
    }

    // the name of a file may be the name of a patient (invariant 11)
    private static String peer(WireMessage wire) {
        return wire.remote().startsWith(FILE) ? FILE.strip() : wire.remote();
    }

    @Override
    public void answered(WireMessage wire, Answer answer) {
        Instant now = clock.instant();
        desks.of(wire.feed()).meters().acknowledged(answer, Duration.between(wire.receivedAt(), now));
        answer.heard().forEach((id, outcome) -> {
            if (outcome != AckOutcome.NONE) {
                acknowledgments.sent(id, outcome, now);
            }
        });
    }
}
