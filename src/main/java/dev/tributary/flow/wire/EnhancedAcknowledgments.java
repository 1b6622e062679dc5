package dev.tributary.flow.wire;

import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.base.FeedName;
import dev.tributary.base.LogKey;
import dev.tributary.base.MessageId;
import dev.tributary.hl7.MessageHeader;
import dev.tributary.hl7.WireMessage;
import dev.tributary.journal.InboundMessage;
import dev.tributary.journal.MessageSearch;
import dev.tributary.journal.MessageSummary;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends application acknowledgments back on the connection on which the message came. Where that is closed the
 * acknowledgment is undeliverable: counted and logged, never sent to another address, and told again when the sender
 * sends the message again, as the standard lets it do. Thread-safe.
 */
public final class EnhancedAcknowledgments
        implements ApplicationAcknowledgments, RepeatedAcknowledgments, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EnhancedAcknowledgments.class);

    /** Retransmits remembered while their first is not finished; beyond it the oldest must send once more. */
    private static final int REMEMBERED = 10_000;

    private static final Fault ANY = Fault.of(FaultCode.INTERNAL, "see the journal");

    private final FeedDesks desks;
    private final ReturnPaths paths;
    private final Supplier<MessageSearch> journal;
    private final ExecutorService reader = Executors.newSingleThreadExecutor(action -> {
        Thread thread = new Thread(action, "repeated-acknowledgments");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<MessageId, Asked> waiting = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<MessageId, Asked> eldest) {
            return size() > REMEMBERED;
        }
    };

    /** Who asks, on which connection. */
    private record Asked(FeedName feed, String remote, Instant receivedAt, MessageHeader header) {

        static Asked by(WireMessage wire, MessageHeader header) {
            return new Asked(wire.feed(), wire.remote(), wire.receivedAt(), header);
        }
    }

    /**
     * @param desks words the answers by each feed's rules
     * @param paths knows the open connections
     * @param journal says what became of a message; asked for at the first retransmit
     */
    public EnhancedAcknowledgments(FeedDesks desks, ReturnPaths paths, Supplier<MessageSearch> journal) {
        this.desks = desks;
        this.paths = paths;
        this.journal = journal;
    }

    @Override
    public void processed(InboundMessage message) {
        finished(message, Optional.empty());
    }

    @Override
    public void failed(InboundMessage message, Fault why) {
        finished(message, Optional.of(why));
    }

    private void finished(InboundMessage message, Optional<Fault> why) {
        tell(Asked.by(message.wire(), message.header()), why);
        Asked again = forget(message.id());
        if (again != null) {
            tell(again, why);
        }
    }

    @Override
    public void sentAgain(WireMessage wire, MessageHeader header, MessageId earlier) {
        Answers answers = desks.of(wire.feed()).answers();
        if (answers.application(header, Optional.empty()).isEmpty()
                && answers.application(header, Optional.of(ANY)).isEmpty()) {
            return;
        }
        synchronized (waiting) {
            waiting.put(earlier, Asked.by(wire, header));
        }
        // after it is remembered: whoever finishes the message meanwhile tells the sender
        reader.execute(() -> tellIfFinished(earlier));
    }

    private void tellIfFinished(MessageId earlier) {
        try {
            journal.get().read(earlier).ifPresent(found -> {
                Optional<Fault> why = fault(found.summary());
                switch (found.summary().state()) {
                    case PROCESSED, FILTERED -> tellAgain(earlier, Optional.empty());
                    case FAILED, HELD -> tellAgain(earlier, why);
                    case QUEUED -> {
                        // told when it is finished
                    }
                }
            });
        } catch (RuntimeException e) {
            LOG.atWarn()
                    .addKeyValue(LogKey.MESSAGE_ID, earlier)
                    .addKeyValue(LogKey.EXCEPTION, e.getClass().getName())
                    .log("the journal could not be asked what became of a message that came again");
        }
    }

    private void tellAgain(MessageId earlier, Optional<Fault> why) {
        Asked again = forget(earlier);
        if (again != null) {
            tell(again, why);
        }
    }

    private @Nullable Asked forget(MessageId id) {
        synchronized (waiting) {
            return waiting.remove(id);
        }
    }

    private void tell(Asked asked, Optional<Fault> why) {
        FeedDesk desk = desks.of(asked.feed());
        desk.answers().application(asked.header(), why).ifPresent(answer -> {
            Runnable lost = () -> undeliverable(desk, asked, answer);
            paths.find(asked.feed(), asked.remote(), asked.receivedAt())
                    .ifPresentOrElse(
                            path -> path.send(
                                    answer.bytes(),
                                    () -> desk.meters().applicationAcknowledged(answer.code(), "sent"),
                                    lost),
                            lost);
        });
    }

    private static void undeliverable(FeedDesk desk, Asked asked, Answer answer) {
        desk.meters().applicationAcknowledged(answer.code(), "undeliverable");
        LOG.atWarn()
                .addKeyValue(LogKey.FEED, asked.feed())
                .addKeyValue(LogKey.REMOTE, asked.remote())
                .addKeyValue(LogKey.STATE, answer.code())
                .log("application acknowledgment undeliverable, its connection is closed");
    }

    private static Optional<Fault> fault(MessageSummary summary) {
        for (FaultCode code : FaultCode.values()) {
            if (code.name().equals(summary.reason())) {
                return Optional.of(new Fault(code, summary.detail(), summary.where()));
            }
        }
        return Optional.of(new Fault(FaultCode.INTERNAL, summary.detail(), summary.where()));
    }

    @Override
    public void close() {
        reader.shutdownNow();
    }
}
