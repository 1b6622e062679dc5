package dev.tributary.flow.health;

import dev.tributary.alert.AlertContext;
import dev.tributary.alert.Alerting;
import dev.tributary.base.LogKey;
import dev.tributary.base.MessageId;
import dev.tributary.base.Rounds;
import dev.tributary.store.ResourceChange;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hl7.fhir.r4.model.Parameters;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Shows the alert rules how the engine is doing, again and again. Rules decide what is too much and what is well again;
 * since they speak once and once more on recovery, it does no harm that they are asked each minute, and a restart in
 * between changes nothing.
 */
final class HealthWatch implements SmartLifecycle {

    private static final Logger LOG = LoggerFactory.getLogger(HealthWatch.class);

    private final List<HealthSource> sources;
    private final Alerting alerting;
    private final TransactionOperations transactions;
    private final Clock clock;
    private final Duration every;
    private final Map<String, Parameters> before = new HashMap<>();
    private volatile @Nullable Rounds rounds;

    HealthWatch(
            List<HealthSource> sources,
            Alerting alerting,
            TransactionOperations transactions,
            Clock clock,
            Duration every) {
        this.sources = sources;
        this.alerting = alerting;
        this.transactions = transactions;
        this.clock = clock;
        this.every = every;
    }

    @Override
    public void start() {
        rounds = Rounds.start("health-watch", every, this::look);
    }

    @Override
    public void stop() {
        // not under the lock of a look: stopping must not wait for one that hangs
        Rounds going = rounds;
        rounds = null;
        if (going != null) {
            going.close();
        }
    }

    @Override
    public boolean isRunning() {
        return rounds != null;
    }

    /** Looks once; a source that cannot be asked is no reason not to ask the next. */
    synchronized void look() {
        Instant now = clock.instant();
        for (HealthSource source : sources) {
            try {
                source.measure(now).forEach(each -> show(each, now));
            } catch (RuntimeException e) {
                LOG.atWarn()
                        .addKeyValue(LogKey.WHERE, source.getClass().getSimpleName())
                        .addKeyValue(LogKey.EXCEPTION, e.getClass().getName())
                        .log("health could not be measured: trying again");
            }
        }
    }

    private void show(Measurement measured, Instant now) {
        Parameters current = measured.resource();
        Parameters previous = before.put(measured.id(), current);
        AlertContext context = new AlertContext(MessageId.NONE, measured.feed(), "", "", now);
        transactions.executeWithoutResult(status -> {
            var unused = alerting.raise(context, List.of(new ResourceChange(previous, current)));
        });
    }
}
