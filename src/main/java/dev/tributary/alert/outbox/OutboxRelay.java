package dev.tributary.alert.outbox;

import static dev.tributary.base.LogKey.EXCEPTION;
import static dev.tributary.base.LogKey.MILLIS;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands alerts from the outbox to the broker, one batch after the other, for as long as the engine runs. Sleeps until
 * {@link OutboxSignal} says that there is something; backs off while the broker or the database is away.
 */
public final class OutboxRelay {

    private static final Logger LOG = LoggerFactory.getLogger(OutboxRelay.class);
    // for alerts that another node, or this one before a crash, has left: nobody wakes us for those
    private static final Duration LOOK_ANYWAY = Duration.ofSeconds(15);
    private static final Duration FIRST_WAIT = Duration.ofMillis(250);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(15);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(10);

    private final OutboxBatch batch;
    private final AlertSender sender;
    private final OutboxSignal signal;
    private final Runnable prepare;
    private final AtomicBoolean running = new AtomicBoolean();
    private @Nullable Thread thread;

    /**
     * @param batch reads and marks
     * @param sender the broker
     * @param signal wakes this relay
     * @param prepare makes the queues at the broker; done before the first batch, and again after the broker was away
     */
    public OutboxRelay(OutboxBatch batch, AlertSender sender, OutboxSignal signal, Runnable prepare) {
        this.batch = batch;
        this.sender = sender;
        this.signal = signal;
        this.prepare = prepare;
    }

    /** Begins; alerts left from before are sent first. */
    public synchronized void start() {
        if (running.compareAndSet(false, true)) {
            Thread fresh = new Thread(this::run, "alert-outbox-relay");
            fresh.setDaemon(true);
            fresh.start();
            thread = fresh;
        }
    }

    /** Ends after the batch at hand. */
    public synchronized void stop() throws InterruptedException {
        running.set(false);
        signal.wake();
        if (thread != null) {
            thread.join(STOP_PATIENCE.toMillis());
            thread.interrupt();
            thread = null;
        }
        sender.close();
    }

    private void run() {
        Duration wait = Duration.ZERO;
        boolean prepared = false;
        while (running.get()) {
            try {
                if (!prepared) {
                    prepare.run();
                    prepared = true;
                }
                int sent = batch.relay(sender);
                wait = Duration.ZERO;
                if (sent == 0) {
                    signal.await(LOOK_ANYWAY);
                }
            } catch (InterruptedException e) {
                return;
            } catch (Exception e) {
                sender.close();
                // an outside broker may come back empty
                prepared = false;
                wait = next(wait);
                LOG.atWarn()
                        .addKeyValue(EXCEPTION, e.getClass().getName())
                        .addKeyValue(MILLIS, wait.toMillis())
                        .log("alerts wait in the outbox: broker or database is away, trying again");
                if (!sleep(wait)) {
                    return;
                }
            }
        }
    }

    private static Duration next(Duration wait) {
        Duration doubled = wait.isZero() ? FIRST_WAIT : wait.multipliedBy(2);
        return doubled.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : doubled;
    }

    // not on the signal: under load it is given all the time, and the broker would be asked as often
    private boolean sleep(Duration wait) {
        try {
            for (long left = wait.toMillis(); left > 0 && running.get(); left -= 250) {
                Thread.sleep(Math.min(left, 250));
            }
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }
}
