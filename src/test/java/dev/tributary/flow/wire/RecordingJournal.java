package dev.tributary.flow.wire;

import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.base.MessageId;
import dev.tributary.hl7.HeaderPeek;
import dev.tributary.hl7.MessageHeader;
import dev.tributary.hl7.WireMessage;
import dev.tributary.journal.AckOutcome;
import dev.tributary.journal.InboundMessage;
import dev.tributary.journal.JournalAcknowledgments;
import dev.tributary.journal.JournaledMessage;
import dev.tributary.journal.MessageJournal;
import dev.tributary.journal.MessageQuery;
import dev.tributary.journal.MessageSearch;
import dev.tributary.journal.MessageState;
import dev.tributary.journal.MessageSummary;
import dev.tributary.journal.Receipt;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A journal in memory for tests of the way in. Its commits take a while and end out of order, as those of several
 * databases would, so that an edge that answers in the order of the commits is found out.
 */
public final class RecordingJournal implements MessageJournal, JournalAcknowledgments, MessageSearch, AutoCloseable {

    private final ExecutorService commits = Executors.newFixedThreadPool(2);
    private final Random random = new Random(42);
    private final List<WireMessage> recorded = new ArrayList<>();
    private final List<Fault> refused = new ArrayList<>();
    private final List<WireMessage> refusedBytes = new ArrayList<>();
    private final Map<MessageId, AckOutcome> heard = new HashMap<>();
    private final Map<String, MessageId> first = new HashMap<>();
    private final Map<String, byte[]> firstBytes = new HashMap<>();
    private final Map<MessageId, MessageState> states = new HashMap<>();
    private long ids;
    private boolean down;
    private int triedWhileDown;
    private boolean holding;
    private final List<Runnable> held = new ArrayList<>();

    @Override
    public synchronized CompletionStage<Receipt> record(WireMessage wire, MessageHeader header) {
        if (down) {
            triedWhileDown++;
            return later(new Receipt.Refused(
                    Fault.of(FaultCode.JOURNAL_UNREACHED, "the journal's database does not answer; try again later")));
        }
        MessageId id = new MessageId(++ids);
        recorded.add(wire);
        String key = wire.feed() + "|" + header.sendingApplication() + "|" + header.controlId();
        MessageId earlier = first.putIfAbsent(key, id);
        byte[] bytes = firstBytes.putIfAbsent(key, wire.bytes());
        if (earlier != null && Arrays.equals(bytes, wire.bytes())) {
            return later(new Receipt.Duplicate(id, earlier, heard.getOrDefault(earlier, AckOutcome.NONE)));
        }
        return later(new Receipt.Recorded(id, earlier != null));
    }

    @Override
    public synchronized CompletionStage<Receipt> recordRefused(WireMessage wire, Fault why) {
        if (down) {
            return later(new Receipt.Refused(
                    Fault.of(FaultCode.JOURNAL_UNREACHED, "the journal's database does not answer; try again later")));
        }
        ids++;
        refused.add(why);
        refusedBytes.add(wire);
        return later(new Receipt.Refused(why));
    }

    @Override
    public synchronized void sent(MessageId id, AckOutcome outcome, Instant at) {
        heard.put(id, outcome);
    }

    private CompletionStage<Receipt> later(Receipt receipt) {
        if (holding) {
            CompletableFuture<Receipt> stage = new CompletableFuture<>();
            held.add(() -> stage.complete(receipt));
            return stage;
        }
        return CompletableFuture.supplyAsync(
                () -> receipt,
                CompletableFuture.delayedExecutor(random.nextInt(2_000), TimeUnit.MICROSECONDS, commits));
    }

    @Override
    public List<MessageSummary> find(MessageQuery query) {
        throw new UnsupportedOperationException("the way in does not search");
    }

    @Override
    public synchronized Optional<JournaledMessage> read(MessageId id) {
        if (id.value() > recorded.size()) {
            return Optional.empty();
        }
        WireMessage wire = recorded.get((int) id.value() - 1);
        MessageState state = states.getOrDefault(id, MessageState.QUEUED);
        String reason = state == MessageState.FAILED ? "STORE_REJECTED" : "";
        MessageSummary summary = new MessageSummary(
                id,
                wire.feed(),
                wire.remote(),
                wire.receivedAt(),
                wire.bytes().length,
                "",
                "",
                "",
                "",
                "",
                state,
                reason,
                "",
                "",
                false,
                false,
                null,
                null,
                AckOutcome.NONE,
                null,
                1,
                null,
                null,
                null);
        return Optional.of(new JournaledMessage(summary, wire.bytes(), List.of()));
    }

    /** Says what became of a message. */
    public synchronized void finished(MessageId id, MessageState state) {
        states.put(id, state);
    }

    /** @return a recorded message as a worker would get it */
    public synchronized InboundMessage inbound(int index) {
        WireMessage wire = recorded.get(index);
        return new InboundMessage(
                new MessageId(index + 1L), wire, HeaderPeek.of(wire.bytes()).orElseThrow(), 1);
    }

    /** From now on nothing can be made durable, or again. */
    public synchronized void down(boolean isDown) {
        down = isDown;
    }

    /** @return how many messages came while nothing could be made durable */
    public synchronized int triedWhileDown() {
        return triedWhileDown;
    }

    /** From now on commits wait for {@link #release()}. */
    public synchronized void hold() {
        holding = true;
    }

    /** Ends all waiting commits, the last first. */
    public synchronized void release() {
        holding = false;
        for (int i = held.size() - 1; i >= 0; i--) {
            held.get(i).run();
        }
        held.clear();
    }

    /** @return how many commits wait */
    public synchronized int waiting() {
        return held.size();
    }

    /** @return everything recorded, as text in 8859/1, in order */
    public synchronized List<String> messages() {
        return recorded.stream()
                .map(wire -> new String(wire.bytes(), StandardCharsets.ISO_8859_1))
                .toList();
    }

    /** @return why messages were refused, in order */
    public synchronized List<FaultCode> refusals() {
        return refused.stream().map(Fault::code).toList();
    }

    /** @return refused bytes, in order */
    public synchronized List<byte[]> refusedBytes() {
        return refusedBytes.stream().map(WireMessage::bytes).toList();
    }

    /** @return what senders heard */
    public synchronized Map<MessageId, AckOutcome> heard() {
        return Map.copyOf(heard);
    }

    @Override
    public void close() {
        commits.shutdownNow();
    }
}
