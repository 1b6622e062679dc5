package dev.tributary.store.embedded;

import ca.uhn.fhir.jpa.search.IStaleSearchDeletingSvc;
import dev.tributary.base.LogKey;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.SmartLifecycle;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What HAPI's scheduler would do and the record needs: throw away the kept results of old searches, and find late
 * targets. HAPI's own scheduler, with Quartz and a dozen other jobs, is off.
 */
final class Housekeeping implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
    private static final long MINUTES = 10;

    private final ObjectProvider<IStaleSearchDeletingSvc> searches;
    private final ObjectProvider<MissingTargets> targets;
    private final TransactionTemplate transactions;
    private @Nullable ScheduledExecutorService clock;

    Housekeeping(
            ObjectProvider<IStaleSearchDeletingSvc> searches,
            ObjectProvider<MissingTargets> targets,
            TransactionTemplate transactions) {
        this.searches = searches;
        this.targets = targets;
        this.transactions = transactions;
    }

    private void run() {
        try {
            searches.getObject().pollForStaleSearchesAndDeleteThem();
            Integer found = transactions.execute(status -> targets.getObject().sweep());
            if (found != null && found > 0) {
                LOG.atInfo().addKeyValue(LogKey.COUNT, found).log("late targets found");
            }
        } catch (RuntimeException e) {
            // tried again in ten minutes; the message may quote a row
            LOG.atWarn().addKeyValue(LogKey.EXCEPTION, e.getClass().getName()).log("housekeeping of the store failed");
        }
    }

    @Override
    public synchronized void start() {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(work -> {
            Thread thread = new Thread(work, "store-housekeeping");
            thread.setDaemon(true);
            return thread;
        });
        var unused = executor.scheduleWithFixedDelay(this::run, MINUTES, MINUTES, TimeUnit.MINUTES);
        clock = executor;
    }

    @Override
    public synchronized void stop() {
        if (clock != null) {
            clock.shutdownNow();
            clock = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return clock != null;
    }
}
