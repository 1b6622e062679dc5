package dev.tributary.alert;

import dev.tributary.alert.rule.AlertRule;
import dev.tributary.alert.rule.ChangeView;
import dev.tributary.alert.rule.CompiledRule;
import dev.tributary.alert.rule.Findings;
import dev.tributary.alert.rule.RuleCompiler;
import dev.tributary.alert.rule.RuleFile;
import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.store.ResourceChange;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Resource;

/** The alert rules of {@code mappings/alerts/}, checked and compiled. Immutable and thread-safe. */
public final class AlertRules {

    private final List<CompiledRule> rules;
    private final Map<String, List<CompiledRule>> byResource;
    private final Map<String, CompiledRule> byName;

    private AlertRules(List<CompiledRule> rules) {
        this.rules = rules;
        this.byResource =
                rules.stream().collect(Collectors.groupingBy(rule -> rule.rule().resource()));
        this.byName =
                rules.stream().collect(Collectors.toMap(rule -> rule.rule().name(), Function.identity()));
    }

    /**
     * @param files one rule each, and perhaps the table of critical values
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

    /** @return all rules as written, by name */
    public List<AlertRule> all() {
        return rules.stream().map(CompiledRule::rule).toList();
    }

    /** @return the rule of that name as written; empty if it is gone */
    public Optional<AlertRule> named(String name) {
        return Optional.ofNullable(byName.get(name)).map(CompiledRule::rule);
    }

    /** @return all events that some rule raises, sorted */
    public List<String> events() {
        return rules.stream()
                .map(rule -> rule.rule().event())
                .distinct()
                .sorted()
                .toList();
    }

    /** Asks every rule about every change, with nothing known beside the changes. */
    public AlertEvaluation evaluate(AlertContext context, List<ResourceChange> changes) {
        return evaluate(context, changes, Surroundings.only(changes));
    }

    /**
     * Asks every rule about every change. A pure function: same in, same out.
     *
     * @param context the message behind the changes
     * @param changes as the store wrote them
     * @param around the record they lie in
     * @return alerts, endings of alerts, and faults of rules that failed on one resource
     */
    public AlertEvaluation evaluate(AlertContext context, List<ResourceChange> changes, Surroundings around) {
        Findings findings = new Findings();
        for (ResourceChange change : changes) {
            ChangeView view = new ChangeView(context, change, around);
            for (CompiledRule rule : byResource.getOrDefault(change.after().fhirType(), List.of())) {
                if (rule.listensTo(context)) {
                    ask(rule, change.after(), () -> rule.ask(view, findings), findings);
                }
            }
        }
        return findings.all();
    }

    /**
     * Asks one rule about a resource at the time the rule has named.
     *
     * @param watch what was to be asked
     * @param current the resource as stored now
     * @param around the record it lies in
     */
    public AlertEvaluation evaluate(Watch watch, Resource current, Surroundings around) {
        Findings findings = new Findings();
        CompiledRule rule = byName.get(watch.rule());
        if (rule != null) {
            ChangeView view = new ChangeView(watch.context(), new ResourceChange(null, current), around);
            ask(rule, current, () -> rule.askInTime(view, findings), findings);
        }
        return findings.all();
    }

    // one rule's defect is not the next rule's: whatever it throws ends here, as a fault
    private static void ask(CompiledRule rule, Resource focus, Runnable question, Findings findings) {
        try {
            question.run();
        } catch (RuntimeException e) {
            // the exception's message may quote the resource: only its class is told
            findings.add(new RuleFault(
                    rule.rule().name(),
                    Surroundings.reference(focus),
                    new Fault(
                            FaultCode.INTERNAL,
                            "the condition could not be evaluated ("
                                    + e.getClass().getSimpleName() + ")",
                            rule.rule().place())));
        }
    }
}
