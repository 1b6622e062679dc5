package dev.tributary.cli.send;

import dev.tributary.cli.Terminal;
import dev.tributary.cli.WrongInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Sends by a timetable over many connections and reports what the answers took. */
final class LoadRun {

    private static final long PROGRESS_MILLIS = 5_000;

    private final Terminal terminal;
    private final Receiver receiver;
    private final Duration timeout;
    private final LoadPlan plan;
    private final LoadCounts counts = new LoadCounts();

    LoadRun(Terminal terminal, Receiver receiver, Duration timeout, LoadPlan plan) {
        this.terminal = terminal;
        this.receiver = receiver;
        this.timeout = timeout;
        this.plan = plan;
    }

    /** @return the exit code */
    int run() {
        tryConnection();
        terminal.out().println("run " + plan.run() + " to " + receiver + ": " + asked());
        terminal.out().flush();
        List<LoadWorker> workers = new ArrayList<>();
        Timetable timetable = new Timetable(plan.rate(), plan.count(), plan.duration());
        long elapsed;
        try (SampleFile samples = new SampleFile(plan.csv())) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < plan.connections(); i++) {
                LoadWorker worker = new LoadWorker(
                        timetable, plan.templates(), receiver, timeout, samples, counts, terminal.clock());
                workers.add(worker);
                threads.add(new Thread(worker, "send-" + (i + 1)));
            }
            threads.forEach(Thread::start);
            awaitAll(threads, timetable);
            elapsed = timetable.elapsed();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        report(workers, elapsed);
        return SendCommand.exitCode(counts.notAccepted());
    }

    private void tryConnection() {
        try {
            receiver.connect().close();
        } catch (IOException unreached) {
            throw new WrongInput("no connection to " + receiver + ": " + unreached.getMessage());
        }
    }

    private String asked() {
        String many = plan.count() == Long.MAX_VALUE ? "messages" : plan.count() + " messages";
        String fast =
                plan.rate() > 0 ? String.format(Locale.ROOT, " at %.1f a second", plan.rate()) : " as fast as it goes";
        return many + fast + " over " + plan.connections() + " connections"
                + plan.duration()
                        .map(d -> " for " + d.toMillis() / 1_000.0 + " s")
                        .orElse("");
    }

    private void awaitAll(List<Thread> threads, Timetable timetable) {
        long told = 0;
        try {
            for (Thread thread : threads) {
                while (thread.isAlive()) {
                    thread.join(PROGRESS_MILLIS);
                    long millis = timetable.elapsed() / 1_000_000;
                    if (thread.isAlive() && millis - told >= PROGRESS_MILLIS) {
                        told = millis;
                        terminal.err().printf(Locale.ROOT, "%6.1f s  %s%n", millis / 1e3, counts);
                        terminal.err().flush();
                    }
                }
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void report(List<LoadWorker> workers, long elapsed) {
        Latencies all = new Latencies();
        workers.forEach(worker -> all.addAll(worker.latencies()));
        double seconds = elapsed / 1e9;
        terminal.out()
                .printf(
                        Locale.ROOT,
                        "%d sent in %.2f s, %.1f msg/s: %s%n",
                        counts.sent(),
                        seconds,
                        counts.sent() / seconds,
                        counts);
        terminal.out()
                .println(
                        "answer in ms from the " + (plan.rate() > 0 ? "intended " : "") + "send time:   " + all.text());
    }
}
