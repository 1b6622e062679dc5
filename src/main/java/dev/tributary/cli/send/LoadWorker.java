package dev.tributary.cli.send;

import dev.tributary.hl7.HeaderPeek;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** One connection of a load run: takes the next message of the timetable, sends it, waits for its answer. */
final class LoadWorker implements Runnable {

    private static final long FIRST_PAUSE = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LONGEST_PAUSE = TimeUnit.SECONDS.toNanos(2);

    private final Timetable timetable;
    private final Templates templates;
    private final Receiver receiver;
    private final Duration timeout;
    private final SampleFile samples;
    private final LoadCounts counts;
    private final Clock clock;
    private final Latencies latencies = new Latencies();
    private @Nullable MllpConnection connection;
    private long pause = FIRST_PAUSE;

    LoadWorker(
            Timetable timetable,
            Templates templates,
            Receiver receiver,
            Duration timeout,
            SampleFile samples,
            LoadCounts counts,
            Clock clock) {
        this.timetable = timetable;
        this.templates = templates;
        this.receiver = receiver;
        this.timeout = timeout;
        this.samples = samples;
        this.counts = counts;
        this.clock = clock;
    }

    /** @return what this connection measured; read after the run only */
    Latencies latencies() {
        return latencies;
    }

    @Override
    public void run() {
        for (Timetable.Entry entry = timetable.next(); entry != null; entry = timetable.next()) {
            send(entry);
        }
        drop();
    }

    private void send(Timetable.Entry entry) {
        byte[] message = templates.message(entry.seq(), clock.instant());
        String controlId = HeaderPeek.of(message).orElseThrow().controlId();
        String code;
        try {
            MllpConnection open = connected();
            open.send(message);
            code = templates.isAnswered(entry.seq())
                    ? open.receive(controlId, System.nanoTime() + timeout.toNanos())
                            .code()
                    : "-";
            pause = FIRST_PAUSE;
        } catch (IOException e) {
            drop();
            code = "none";
        }
        long latency = System.nanoTime() - entry.intended();
        samples.add(entry.seq(), controlId, timetable.sinceStart(entry), latency, code);
        counts.add(code);
        if (code.equals("none")) {
            // the receiver may be starting again: do not hammer it
            LockSupport.parkNanos(pause);
            pause = Math.min(LONGEST_PAUSE, pause * 2);
        } else {
            latencies.add(latency);
        }
    }

    private MllpConnection connected() throws IOException {
        MllpConnection open = connection == null ? receiver.connect() : connection;
        connection = open;
        return open;
    }

    private void drop() {
        MllpConnection open = connection;
        connection = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException closing) {
                // it is gone either way; its message was counted as unanswered
                return;
            }
        }
    }
}
