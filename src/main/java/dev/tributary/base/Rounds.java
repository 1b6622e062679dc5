package dev.tributary.base;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does one thing again and again, in a daemon thread of its own, until it is closed. */
public final class Rounds implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private final ScheduledExecutorService thread;

    private Rounds(String name) {
        thread = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread made = new Thread(work, name);
            made.setDaemon(true);
            return made;
        });
    }

    /**
     * @param name of the thread
     * @param every from the end of one round to the next; zero or less for no round at all
     * @param round what to do; if it fails the log tells the class of the exception, and the next round comes all the same
     */
    public static Rounds start(String name, Duration every, Runnable round) {
        Rounds rounds = new Rounds(name);
        if (!every.isZero() && !every.isNegative()) {
            long millis = every.toMillis();
            var unused = rounds.thread.scheduleWithFixedDelay(
                    () -> safely(name, round), millis, millis, TimeUnit.MILLISECONDS);
        }
        return rounds;
    }

    // an executor runs nothing again that has once thrown
    private static void safely(String name, Runnable round) {
        try {
            round.run();
        } catch (RuntimeException e) {
            LOG.atWarn()
                    .addKeyValue(LogKey.WHERE, name)
                    .addKeyValue(LogKey.EXCEPTION, e.getClass().getName())
                    .log("a round failed: the next one tries again");
        }
    }

    /** Ends the rounds, the one that runs too. */
    @Override
    public void close() {
        thread.shutdownNow();
    }
}
