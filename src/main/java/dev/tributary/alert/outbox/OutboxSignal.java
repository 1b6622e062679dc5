package dev.tributary.alert.outbox;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Tells the relay that there is something to do, so that it need not ask the database all the time. Thread-safe. */
public final class OutboxSignal {

    private final Semaphore news = new Semaphore(0);

    /** Called after a commit that holds alerts. */
    public void wake() {
        if (news.availablePermits() == 0) {
            news.release();
        }
    }

    /**
     * Waits for {@link #wake}; also returns when the time is over, for alerts of another node or of a crash.
     *
     * @param longest to wait
     */
    void await(Duration longest) throws InterruptedException {
        if (news.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
            news.drainPermits();
        }
    }
}
