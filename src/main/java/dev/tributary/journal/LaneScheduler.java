package dev.tributary.journal;

import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.base.FaultException;
import dev.tributary.base.LogKey;
import dev.tributary.base.MessageId;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands each {@link InboundMessage} to the {@link MessageProcessor} once all earlier unfinished messages that share a
 * {@link LaneKeys lane key} are done (invariant 4); messages without a common key never wait for each other. What is
 * QUEUED in the database is the truth: a crash forgets nothing, and {@link #start} takes all of it up again in the
 * order received.
 *
 * <p>A worker takes several that may go, up to what its processor takes together, for one transaction: each stands in
 * it after all that come before it in its lanes. If it fails, all go back to their lanes and come again in half the
 * number, until the one at fault is alone.
 *
 * <p>The class of a fault decides. Transient and ambiguous: tried again at the head of its lane, for as long as it
 * takes (all writes are idempotent). Permanent: FAILED, and the lane goes on; or HELD, and the lane waits, as the
 * feed's {@link FailurePolicy} says.
 */
public final class LaneScheduler implements MessageActions, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LaneScheduler.class);
    private static final Fault NOT_ENDED =
            new Fault(FaultCode.INTERNAL, "the processor returned without an end of the message", "processing");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final QueueFeeder feeder;
    private final Lanes lanes;
    private final StoredQueue stored;
    private final PostgresTransitions transitions;
    private final MessageProcessor processor;
    private final FailurePolicy failures;
    private final BackOff backOff;
    private final Clock clock;
    private final TroubleLog trouble;
    private final List<Thread> workers = new ArrayList<>();

    LaneScheduler(
            QueueFeeder feeder,
            StoredQueue stored,
            PostgresTransitions transitions,
            MessageProcessor processor,
            FailurePolicy failures,
            JournalProperties settings,
            Clock clock) {
        this.feeder = feeder;
        this.lanes = feeder.lanes();
        this.stored = stored;
        this.transitions = transitions;
        this.processor = processor;
        this.failures = failures;
        this.backOff = new BackOff(settings.retryFirst(), settings.retryLongest());
        this.clock = clock;
        this.trouble = new TroubleLog(clock);
        for (int i = 1; i <= settings.workerCount(); i++) {
            Thread worker = new Thread(this::work, "journal-worker-" + i);
            worker.setDaemon(true);
            workers.add(worker);
        }
    }

    /** Starts the workers and takes up everything QUEUED, in the order received. */
    public void start() {
        feeder.start();
        workers.forEach(Thread::start);
    }

    @Override
    public boolean release(MessageId id, String who) {
        boolean released = transitions.release(id, who);
        if (released) {
            lanes.unhold(id.value(), true);
        }
        return released;
    }

    @Override
    public boolean skip(MessageId id, String who, String why) {
        boolean skipped = transitions.skip(id, who, why);
        if (skipped) {
            lanes.skip(id.value());
        }
        return skipped;
    }

    @Override
    public boolean replay(MessageId id, String who) {
        boolean replayed = stored.isReadable(id) && transitions.replay(id, who);
        if (replayed) {
            lanes.unhold(id.value(), true);
        }
        return replayed;
    }

    private void work() {
        try {
            List<Ticket> claimed = claim();
            while (!claimed.isEmpty()) {
                if (claimed.size() == 1) {
                    attempt(claimed.get(0));
                } else {
                    attemptTogether(claimed);
                }
                claimed = claim();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private List<Ticket> claim() throws InterruptedException {
        return lanes.claim(processor.most(), workers.size());
    }

    private void attempt(Ticket ticket) {
        try {
            InboundMessage message = message(ticket);
            if (message == null) {
                // not QUEUED any more: someone decided otherwise
                settle(ticket);
                return;
            }
            process(ticket, message);
        } catch (RuntimeException e) {
            // the database failed while we wrote down what became of it: it is QUEUED still, or settled by now
            trouble.tell(new MessageId(ticket.id()), e, "outcome not written, trying again");
            lanes.later(ticket, backOff.nanosAfter(ticket.failures + 1));
        }
    }

    /** All or none: what does not work together is tried again in smaller company, and at last alone. */
    private void attemptTogether(List<Ticket> tickets) {
        List<Ticket> open = tickets;
        try {
            List<InboundMessage> messages =
                    tickets.stream().map(this::message).filter(Objects::nonNull).toList();
            if (messages.size() == tickets.size()) {
                messages.forEach(message -> transitions.watch(message.id()));
                Throwable thrown = call(() -> processor.processTogether(messages));
                open = tickets.stream().filter(ticket -> !endedByItself(ticket)).toList();
                if (thrown != null) {
                    LOG.atInfo()
                            .addKeyValue(LogKey.COUNT, tickets.size())
                            .addKeyValue(LogKey.EXCEPTION, thrown.getClass().getName())
                            .log("batch taken apart");
                }
            }
        } catch (RuntimeException e) {
            trouble.tell(new MessageId(tickets.get(0).id()), e, "batch broke off, trying again");
        }
        lanes.apart(open);
    }

    private boolean endedByItself(Ticket ticket) {
        Optional<MessageState> outcome = transitions.outcome(new MessageId(ticket.id()));
        outcome.ifPresent(state -> ended(ticket, state));
        return outcome.isPresent();
    }

    private @Nullable InboundMessage message(Ticket ticket) {
        InboundMessage message = ticket.takeMessage();
        if (message != null) {
            return message;
        }
        List<InboundMessage> read = new ArrayList<>(1);
        stored.queued(List.of(ticket.id()), read::add);
        return read.isEmpty() ? null : read.get(0);
    }

    private void process(Ticket ticket, InboundMessage message) {
        MessageId id = message.id();
        transitions.watch(id);
        Throwable thrown = call(() -> processor.process(message));
        Optional<MessageState> outcome = transitions.outcome(id);
        if (outcome.isPresent()) {
            ended(ticket, outcome.get());
        } else if (thrown instanceof NotQueuedException) {
            settle(ticket);
        } else if (thrown instanceof FaultException e) {
            failed(ticket, message, e.fault());
        } else if (thrown != null) {
            trouble.tell(id, thrown, "processing broke off");
            failed(ticket, message, fault(thrown));
        } else {
            failed(ticket, message, NOT_ENDED);
        }
    }

    private static @Nullable Throwable call(Runnable work) {
        try {
            work.run();
            return null;
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError | LinkageError e) {
            return e;
        }
    }

    private static Fault fault(Throwable e) {
        if (e instanceof OutOfMemoryError || DatabaseTrouble.isPassing(e)) {
            return new Fault(FaultCode.JOURNAL_UNREACHED, "the database or the memory was not at hand", "processing");
        }
        return new Fault(
                FaultCode.INTERNAL, "a defect of the engine: " + e.getClass().getName(), "processing");
    }

    private void failed(Ticket ticket, InboundMessage message, Fault fault) {
        MessageId id = message.id();
        if (!fault.isPermanent()) {
            Duration wait = backOff.after(message.attempt());
            if (transitions.tryLater(id, fault, clock.instant().plus(wait))) {
                lanes.later(ticket, wait.toNanos());
            } else {
                settle(ticket);
            }
            return;
        }
        boolean hold = failures.of(message.wire().feed(), fault) == OnFailure.HOLD_LANE;
        Ending ending = hold ? Ending.held(fault) : Ending.failed(fault);
        LOG.atWarn()
                .addKeyValue(LogKey.MESSAGE_ID, id)
                .addKeyValue(LogKey.FAULT_CODE, fault.code())
                .addKeyValue(LogKey.WHERE, fault.where())
                .addKeyValue(LogKey.STATE, ending.state())
                .log("message failed");
        try {
            transitions.finish(id, ending);
        } catch (NotQueuedException e) {
            // its commit had succeeded although the answer was lost, or a person was faster
            settle(ticket);
            return;
        }
        ended(ticket, ending.state());
    }

    /** Asks the database what became of a message, where the call did not say. */
    private void settle(Ticket ticket) {
        Optional<MessageState> state = stored.state(new MessageId(ticket.id()));
        if (state.isPresent() && state.get() == MessageState.QUEUED) {
            lanes.later(ticket, backOff.nanosAfter(ticket.failures + 1));
        } else {
            ended(ticket, state.orElse(MessageState.FAILED));
        }
    }

    private void ended(Ticket ticket, MessageState state) {
        if (state == MessageState.HELD) {
            List<Long> behind = lanes.held(ticket);
            if (!behind.isEmpty()) {
                showWaiting(ticket, behind);
            }
        } else {
            lanes.done(ticket);
        }
    }

    private void showWaiting(Ticket ticket, List<Long> behind) {
        try {
            transitions.waitFor(new MessageId(ticket.id()), behind);
        } catch (RuntimeException e) {
            // only for the eye; the lanes hold all the same
            trouble.tell(new MessageId(ticket.id()), e, "waiting messages not marked");
        }
    }

    /** Finishes what is running and claims no more. */
    @Override
    public void close() {
        lanes.close();
        feeder.close();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (Thread worker : workers) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(worker, deadline - System.nanoTime());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
        workers.forEach(Thread::interrupt);
    }
}
