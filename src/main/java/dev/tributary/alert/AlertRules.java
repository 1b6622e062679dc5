package dev.tributary.alert;

import dev.tributary.alert.rule.CompiledRule;
import dev.tributary.alert.rule.RuleCompiler;
import dev.tributary.alert.rule.RuleFile;
import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.store.ResourceChange;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The alert rules of {@code mappings/alerts/}, checked and compiled. Immutable and thread-safe. */
public final class AlertRules {

    private final List<CompiledRule> rules;
    private final Map<String, List<CompiledRule>> byResource;

    private AlertRules(List<CompiledRule> rules) {
        this.rules = rules;
        this.byResource =
                rules.stream().collect(Collectors.groupingBy(rule -> rule.rule().resource()));
    }

    /**
     * @param files one rule each
     * @return the rules, by name
     * @throws dev.tributary.base.ProblemsException with every mistake in every file, each with its line and cure
     */
    public static AlertRules load(Collection<RuleFile> files) {
        return new AlertRules(RuleCompiler.compile(files));
    }

    /** @return names of all rules, sorted */
    public List<String> names() {
        return rules.stream().map(rule -> rule.rule().name()).toList();
    }

    /** @return all events that some rule raises, sorted */
    public List<String> events() {
        return rules.stream()
                .map(rule -> rule.rule().event())
                .distinct()
                .sorted()
                .toList();
    }

    /**
     * Asks every rule about every change. A pure function: same in, same out.
     *
     * @param context the message behind the changes
     * @param changes as the store wrote them
     * @return alerts, and faults of rules that failed on one resource
     */
    public AlertEvaluation evaluate(AlertContext context, List<ResourceChange> changes) {
        Map<String, Alert> alerts = new LinkedHashMap<>();
        List<RuleFault> faults = new ArrayList<>();
        for (ResourceChange change : changes) {
            for (CompiledRule rule : byResource.getOrDefault(change.after().fhirType(), List.of())) {
                if (rule.listensTo(context)) {
                    ask(rule, context, change, alerts, faults);
                }
            }
        }
        return new AlertEvaluation(List.copyOf(alerts.values()), List.copyOf(faults));
    }

    // one rule's defect is not the next rule's: whatever it throws ends here, as a fault
    private static void ask(
            CompiledRule rule,
            AlertContext context,
            ResourceChange change,
            Map<String, Alert> alerts,
            List<RuleFault> faults) {
        try {
            rule.evaluate(context, change, faults::add).ifPresent(alert -> alerts.putIfAbsent(alert.id(), alert));
        } catch (RuntimeException e) {
            // the exception's message may quote the resource: only its class is told
            faults.add(new RuleFault(
                    rule.rule().name(),
                    rule.focusOf(change),
                    new Fault(
                            FaultCode.INTERNAL,
                            "the condition could not be evaluated ("
                                    + e.getClass().getSimpleName() + ")",
                            rule.rule().place())));
        }
    }
}
