package dev.tributary.journal;

import dev.tributary.base.LogKey;
import dev.tributary.base.MessageId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of tries that broke off. A defect is told each time. A database that is away makes every message that is tried break
 * off, and who reads the log at night needs that once and not ten thousand times: it is told when it begins and again after
 * a while, with how many tries it cost. Safe for any number of threads.
 */
final class TroubleLog {

    private static final Logger LOG = LoggerFactory.getLogger(TroubleLog.class);
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(30);

    private final Clock clock;
    private Instant quietUntil = Instant.MIN;
    private long tries;

    TroubleLog(Clock clock) {
        this.clock = clock;
    }

    /**
     * @param id whose try it was
     * @param e why; told by its class only, since its text may quote the message
     * @param what happened
     */
    void tell(MessageId id, Throwable e, String what) {
        if (DatabaseTrouble.isPassing(e)) {
            databaseAway(e);
            return;
        }
        LOG.atError()
                .addKeyValue(LogKey.MESSAGE_ID, id)
                .addKeyValue(LogKey.EXCEPTION, e.getClass().getName())
                .log(what);
    }

    private synchronized void databaseAway(Throwable e) {
        tries++;
        Instant now = clock.instant();
        if (now.isBefore(quietUntil)) {
            return;
        }
        LOG.atWarn()
                .addKeyValue(LogKey.EXCEPTION, e.getClass().getName())
                .addKeyValue(LogKey.COUNT, tries)
                .log("the database is away, full or restarting: messages wait in their order and are tried again");
        quietUntil = now.plus(AGAIN_AFTER);
        tries = 0;
    }
}
