package dev.tributary.alert;

import static dev.tributary.base.LogKey.FAULT_CODE;
import static dev.tributary.base.LogKey.MESSAGE_ID;
import static dev.tributary.base.LogKey.RULE;
import static dev.tributary.base.LogKey.WHERE;

import dev.tributary.alert.loop.AlertDesk;
import dev.tributary.base.BusinessId;
import dev.tributary.base.Fault;
import dev.tributary.base.Meters;
import dev.tributary.store.FhirStore;
import dev.tributary.store.ResourceChange;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.function.Supplier;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.OperationOutcome.IssueSeverity;
import org.hl7.fhir.r4.model.OperationOutcome.IssueType;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** What a message's way does about alerts, in one call within its transaction. Thread-safe. */
public final class Alerting {

    private static final Logger LOG = LoggerFactory.getLogger(Alerting.class);

    private final Supplier<AlertRules> rules;
    private final AlertDesk desk;
    private final FhirStore store;
    private final MeterRegistry meters;

    /**
     * @param rules the rules as they are now; they may be loaded anew while the engine runs
     * @param desk decides what their findings mean
     * @param store the record, for rules that look at a patient's history
     * @param meters counts alerts and faults by rule
     */
    public Alerting(Supplier<AlertRules> rules, AlertDesk desk, FhirStore store, MeterRegistry meters) {
        this.rules = rules;
        this.desk = desk;
        this.store = store;
        this.meters = meters;
    }

    /**
     * Evaluates the rules and puts what they find into the outbox, within the caller's transaction.
     *
     * @param context the message behind the changes
     * @param changes as the store wrote them
     * @return alerts and notices that are sent
     * @throws IllegalStateException if there is something to tell and no transaction
     */
    public List<Alert> raise(AlertContext context, List<ResourceChange> changes) {
        if (changes.isEmpty()) {
            return List.of();
        }
        AlertRules current = rules.get();
        Surroundings around = Surroundings.of(store, changes);
        return take(current, context, current.evaluate(context, changes, around), around);
    }

    /**
     * Asks the rules about a message that could not be applied: they see an OperationOutcome with the fault's code. In a
     * transaction of the caller's.
     *
     * @param context the message
     * @param fault why not; without any value of the message
     */
    public List<Alert> failed(AlertContext context, Fault fault) {
        OperationOutcome outcome = new OperationOutcome();
        outcome.setId("OperationOutcome/"
                + BusinessId.of("OperationOutcome", context.cause().asUri()));
        outcome.addIssue()
                .setSeverity(IssueSeverity.ERROR)
                .setCode(IssueType.fromCode(fault.code().issueType()))
                .setDetails(new CodeableConcept()
                        .setText(fault.detail())
                        .addCoding(new Coding().setCode(fault.code().name())))
                .addExpression(fault.where());
        return raise(context, List.of(new ResourceChange(null, outcome)));
    }

    /**
     * Asks a rule the question it has asked to be asked now. In a transaction of the caller's.
     *
     * @param watch which rule, about what
     */
    public List<Alert> ask(Watch watch) {
        AlertRules current = rules.get();
        Surroundings around = Surroundings.of(store, List.of());
        return around.read(watch.focus())
                .map(resource -> take(current, watch.context(), current.evaluate(watch, resource, around), around))
                .orElse(List.of());
    }

    private List<Alert> take(AlertRules current, AlertContext context, AlertEvaluation found, Surroundings around) {
        if (found.isEmpty()) {
            return List.of();
        }
        found.faults().forEach(fault -> report(context, fault));
        List<Alert> sent = desk.take(current, found, around);
        if (!sent.isEmpty()) {
            countAfterCommit(sent);
        }
        return sent;
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
