package dev.tributary.journal;

import dev.tributary.base.Fault;
import dev.tributary.base.KillPoint;
import dev.tributary.base.LogKey;
import dev.tributary.hl7.MessageHeader;
import dev.tributary.hl7.WireMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Group commit: callers queue up, one thread takes all that wait and commits them together. One alone is committed at
 * once; while a commit runs, the next batch gathers. One writer is enough (the commit is what takes time) and makes the
 * numbers visible in their own order.
 */
final class PostgresJournal implements MessageJournal, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresJournal.class);
    private static final long IDLE_MILLIS = 500;

    private final JournalProperties settings;
    private final Function<WireMessage, Optional<MessageHeader>> peek;
    private final RecordingConnection database;
    private final BlockingQueue<Arrival> waiting;
    private final AtomicLong waitingBytes = new AtomicLong();
    private final Thread writer;
    private volatile @Nullable RecordedListener listener;
    private volatile boolean closing;

    PostgresJournal(
            RecordingConnection database,
            JournalProperties settings,
            Function<WireMessage, Optional<MessageHeader>> peek) {
        this.settings = settings;
        this.peek = peek;
        this.database = database;
        this.waiting = new ArrayBlockingQueue<>(settings.waiting());
        this.writer = new Thread(this::write, "journal-writer");
        this.writer.setDaemon(true);
        this.writer.start();
    }

    /** @param next hears of everything that becomes durable from now on */
    void handTo(RecordedListener next) {
        listener = next;
    }

    @Override
    public CompletionStage<Receipt> record(WireMessage wire, MessageHeader header) {
        return submit(Arrival.accepted(wire, header));
    }

    @Override
    public CompletionStage<Receipt> recordRefused(WireMessage wire, Fault why) {
        return submit(Arrival.refused(wire, peek.apply(wire).orElse(null), why));
    }

    private CompletionStage<Receipt> submit(Arrival arrival) {
        long bytes = waitingBytes.addAndGet(arrival.size());
        boolean fits = bytes <= settings.waitingMemory().toBytes() || bytes == arrival.size();
        if (closing || !database.reachable() || !fits || !waiting.offer(arrival)) {
            waitingBytes.addAndGet(-arrival.size());
            return CompletableFuture.completedFuture(new Receipt.Refused(DatabaseTrouble.unreached()));
        }
        // a commit that answers later than this is not waited for: the retransmit is then recognised as one
        return arrival.receipt()
                .completeOnTimeout(
                        new Receipt.Refused(DatabaseTrouble.unreached()),
                        settings.commitTimeout().toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    private void write() {
        List<Arrival> batch = new ArrayList<>(settings.batch());
        while (!closing || !waiting.isEmpty()) {
            try {
                Arrival first = waiting.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null) {
                    batch.add(first);
                    waiting.drainTo(batch, settings.batch() - 1);
                }
                commit(batch);
            } catch (InterruptedException e) {
                break;
            } finally {
                batch.forEach(arrival -> waitingBytes.addAndGet(-arrival.size()));
                batch.clear();
            }
        }
        refuse(drained(), DatabaseTrouble.unreached());
        database.close();
    }

    private void commit(List<Arrival> batch) {
        if (!database.connect()) {
            refuse(batch, DatabaseTrouble.unreached());
            List<Arrival> rest = drained();
            refuse(rest, DatabaseTrouble.unreached());
            rest.forEach(arrival -> waitingBytes.addAndGet(-arrival.size()));
            return;
        }
        RecordedListener hearing = listener;
        if (database.settle() && hearing != null) {
            hearing.missed();
        }
        if (!batch.isEmpty()) {
            commitOrSplit(batch);
        }
    }

    private void commitOrSplit(List<Arrival> batch) {
        RecordingConnection.Result result = database.insert(batch);
        if (result instanceof RecordingConnection.Committed done) {
            KillPoint.RECORDED.reached();
            complete(batch, done);
        } else if (result instanceof RecordingConnection.NotCommitted trouble) {
            refuse(batch, trouble.why());
        } else if (result instanceof RecordingConnection.BadRow bad) {
            if (batch.size() == 1) {
                refuse(batch, bad.why());
                return;
            }
            // one bad row must not refuse its neighbours, and the order stays
            int half = batch.size() / 2;
            commitOrSplit(batch.subList(0, half));
            commitOrSplit(batch.subList(half, batch.size()));
        }
    }

    private void complete(List<Arrival> batch, RecordingConnection.Committed done) {
        for (int i = 0; i < batch.size(); i++) {
            batch.get(i).receipt().complete(done.receipts().get(i));
        }
        RecordedListener hearing = listener;
        if (hearing != null && !done.queued().isEmpty()) {
            hearing.recorded(done.queued());
        }
    }

    private static void refuse(List<Arrival> batch, Fault why) {
        if (!batch.isEmpty()) {
            LOG.atWarn()
                    .addKeyValue(LogKey.COUNT, batch.size())
                    .addKeyValue(LogKey.FAULT_CODE, why.code())
                    .log("messages refused, not durable");
        }
        for (Arrival arrival : batch) {
            arrival.receipt().complete(new Receipt.Refused(why));
        }
    }

    private List<Arrival> drained() {
        List<Arrival> rest = new ArrayList<>();
        waiting.drainTo(rest);
        return rest;
    }

    /** Commits what waits and stops; whoever comes later is refused. */
    @Override
    public void close() {
        closing = true;
        try {
            writer.join(settings.commitTimeout().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        writer.interrupt();
    }
}
