package dev.tributary.store.embedded;

import ca.uhn.fhir.jpa.search.IStaleSearchDeletingSvc;
import dev.tributary.base.LogKey;
import dev.tributary.base.Rounds;
import java.time.Duration;
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
    private static final Duration EVERY = Duration.ofMinutes(10);

    private final ObjectProvider<IStaleSearchDeletingSvc> searches;
    private final ObjectProvider<MissingTargets> targets;
    private final TransactionTemplate transactions;
    private @Nullable Rounds rounds;

    Housekeeping(
            ObjectProvider<IStaleSearchDeletingSvc> searches,
            ObjectProvider<MissingTargets> targets,
            TransactionTemplate transactions) {
        this.searches = searches;
        this.targets = targets;
        this.transactions = transactions;
    }

    private void run() {
        searches.getObject().pollForStaleSearchesAndDeleteThem();
        Integer found = transactions.execute(status -> targets.getObject().sweep());
        if (found != null && found > 0) {
            LOG.atInfo().addKeyValue(LogKey.COUNT, found).log("late targets found");
        }
    }

    @Override
    public synchronized void start() {
        rounds = Rounds.start("store-housekeeping", EVERY, this::run);
    }

    @Override
    public synchronized void stop() {
        if (rounds != null) {
            rounds.close();
            rounds = null;
        }
    }

    @Override
    public synchronized boolean isRunning() {
        return rounds != null;
    }
}
