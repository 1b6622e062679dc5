package dev.tributary.flow.database;

import dev.tributary.base.LogKey;
import dev.tributary.base.ProblemsException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the engine's own PostgreSQL again when it ended without the engine: killed for want of memory, by hand, by a
 * defect. Nobody else would, and until then nothing can be acknowledged.
 */
final class PostgresGuard implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(PostgresGuard.class);
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final Duration TRY_EVERY = Duration.ofSeconds(5);

    private final PostgresServer server;
    private final Thread guard = new Thread(this::watch, "postgres-guard");
    private boolean closing;

    /** @param server started, and closed only after this */
    PostgresGuard(PostgresServer server) {
        this.server = server;
        guard.setDaemon(true);
        guard.start();
    }

    private void watch() {
        try {
            while (waits(LOOK_EVERY)) {
                if (!server.isAlive()) {
                    LOG.atError().log("own PostgreSQL has ended: starting it again");
                    while (!startAgain() && waits(TRY_EVERY)) {
                        // its last processes may still hold its memory, or the disk may be full for now
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    // under the lock: close() must not return between the look and the start
    private synchronized boolean startAgain() {
        if (closing) {
            return true;
        }
        try {
            server.startAgain();
            LOG.atInfo().log("own PostgreSQL runs again");
            return true;
        } catch (ProblemsException e) {
            LOG.atError()
                    .addKeyValue(LogKey.EXCEPTION, e.getClass().getName())
                    .log("own PostgreSQL does not start; see postgres.log in the data folder; trying again");
            return false;
        }
    }

    /** @return whether the guard is still on duty after that time */
    private synchronized boolean waits(Duration time) throws InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        long left = time.toNanos();
        while (!closing && left > 0) {
            TimeUnit.NANOSECONDS.timedWait(this, left);
            left = end - System.nanoTime();
        }
        return !closing;
    }

    /** From now on the server may end; waits for a start that is under way. */
    @Override
    public synchronized void close() {
        closing = true;
        notifyAll();
    }
}
