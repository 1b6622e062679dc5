package dev.tributary.alert;

import static dev.tributary.base.LogKey.FAULT_CODE;
import static dev.tributary.base.LogKey.MESSAGE_ID;
import static dev.tributary.base.LogKey.RULE;
import static dev.tributary.base.LogKey.WHERE;

import dev.tributary.alert.outbox.Outbox;
import dev.tributary.base.Meters;
import dev.tributary.store.ResourceChange;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** What a message's way does about alerts, in one call within its transaction. Thread-safe. */
public final class Alerting {

    private static final Logger LOG = LoggerFactory.getLogger(Alerting.class);

    private final Supplier<AlertRules> rules;
    private final Outbox outbox;
    private final MeterRegistry meters;

    /**
     * @param rules the rules as they are now; they may be loaded anew while the engine runs
     * @param outbox takes what they find
     * @param meters counts alerts and faults by rule
     */
    public Alerting(Supplier<AlertRules> rules, Outbox outbox, MeterRegistry meters) {
        this.rules = rules;
        this.outbox = outbox;
        this.meters = meters;
    }

    /**
     * Evaluates the rules and puts what they find into the outbox, within the caller's transaction.
     *
     * @param context the message behind the changes
     * @param changes as the store wrote them
     * @return alerts that are new facts
     * @throws IllegalStateException if there is something to tell and no transaction
     */
    public List<Alert> raise(AlertContext context, List<ResourceChange> changes) {
        AlertEvaluation evaluation = rules.get().evaluate(context, changes);
        evaluation.faults().forEach(fault -> report(context, fault));
        List<Alert> added = outbox.add(evaluation.alerts());
        if (!added.isEmpty()) {
            countAfterCommit(added);
        }
        return added;
    }

    // a transaction that is rolled back and tried again raises its alerts once, and counts them once
    private void countAfterCommit(List<Alert> added) {
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                for (Alert alert : added) {
                    meters.counter(Meters.ALERTS.meterName(), "rule", alert.rule())
                            .increment();
                }
            }
        });
    }

    private void report(AlertContext context, RuleFault fault) {
        meters.counter(Meters.RULE_FAULTS.meterName(), "rule", fault.rule()).increment();
        LOG.atError()
                .addKeyValue(RULE, fault.rule())
                .addKeyValue(MESSAGE_ID, context.cause())
                .addKeyValue(FAULT_CODE, fault.fault().code())
                .addKeyValue(WHERE, fault.fault().where())
                .log("alert rule failed on a resource");
    }
}
