package dev.tributary.alert.rule;

import dev.tributary.alert.Alert;
import dev.tributary.alert.AlertContext;
import dev.tributary.alert.RuleFault;
import dev.tributary.alert.rule.ChangeExpressions.Scope;
import dev.tributary.base.BusinessId;
import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import dev.tributary.store.ResourceChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.hl7.fhir.r4.fhirpath.ExpressionNode;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** A rule that can be asked. Immutable and thread-safe. */
public final class CompiledRule {

    private static final String NOT_STATED = "not stated";

    private final AlertRule rule;
    private final ChangeExpressions expressions;
    private final ExpressionNode when;
    private final List<ExpressionNode> key;
    private final TextTemplate text;
    private final Map<String, ExpressionNode> values;

    CompiledRule(
            AlertRule rule,
            ChangeExpressions expressions,
            ExpressionNode when,
            List<ExpressionNode> key,
            TextTemplate text,
            Map<String, ExpressionNode> values) {
        this.rule = rule;
        this.expressions = expressions;
        this.when = when;
        this.key = key;
        this.text = text;
        this.values = values;
    }

    /** @return as written */
    public AlertRule rule() {
        return rule;
    }

    /** @return whether the rule's feeds and triggers admit this message */
    public boolean listensTo(AlertContext context) {
        return (rule.feeds().isEmpty() || rule.feeds().contains(context.feed().value()))
                && (rule.triggers().isEmpty()
                        || rule.triggers().stream().anyMatch(trigger -> fits(trigger, context.trigger())));
    }

    private static boolean fits(String pattern, String trigger) {
        if (pattern.endsWith("^*") || !pattern.contains("^")) {
            return trigger.substring(0, Math.min(3, trigger.length())).equals(pattern.substring(0, 3));
        }
        return pattern.equals(trigger);
    }

    /**
     * @param context the message behind the change
     * @param change of a resource of the rule's type
     * @param faults takes what went wrong without keeping the alert from being raised
     * @return the alert, or empty if the rule's condition is not met
     * @throws RuntimeException if the condition cannot be evaluated
     */
    public Optional<Alert> evaluate(AlertContext context, ResourceChange change, Consumer<RuleFault> faults) {
        Scope scope = new Scope(context, change);
        if (!expressions.isTrue(when, scope)) {
            return Optional.empty();
        }
        String focus = focusOf(change);
        Resource current = change.after();
        return Optional.of(new Alert(
                BusinessId.of("Alert", factOf(scope, focus, faults)),
                rule.name(),
                rule.severity(),
                rule.event(),
                context.feed(),
                context.facility(),
                context.cause(),
                "Patient".equals(current.fhirType()) ? focus : reference(current, "Patient", "subject", "patient"),
                "Encounter".equals(current.fhirType()) ? focus : reference(current, "Encounter", "encounter"),
                focus,
                rule.audience(),
                text.fill(name -> valueOf(name, scope, focus, faults)),
                context.at()));
    }

    /** @return {@code Observation/abc} */
    public String focusOf(ResourceChange change) {
        return change.after().fhirType() + "/" + change.after().getIdElement().getIdPart();
    }

    // a key that says nothing would make all facts one and silence all but the first: then each message is its own fact
    private String[] factOf(Scope scope, String focus, Consumer<RuleFault> faults) {
        List<String> parts = new ArrayList<>();
        for (ExpressionNode part : key) {
            parts.add(quiet(part, scope, focus, "a part of the key", faults));
        }
        if (parts.stream().allMatch(String::isEmpty)) {
            fault(focus, "the key is empty: the alert was raised, and may be raised again", faults);
            parts.add(focus);
            parts.add(scope.context().cause().asUri());
        }
        return Stream.concat(Stream.of(rule.name()), parts.stream()).toArray(String[]::new);
    }

    private String valueOf(String name, Scope scope, String focus, Consumer<RuleFault> faults) {
        ExpressionNode expression = values.get(name);
        String value = expression == null ? "" : quiet(expression, scope, focus, "the value '" + name + "'", faults);
        return value.isEmpty() ? NOT_STATED : value;
    }

    // the alert is never lost because a key or a text could not be made well
    private String quiet(
            ExpressionNode expression, Scope scope, String focus, String what, Consumer<RuleFault> faults) {
        try {
            return expressions.text(expression, scope);
        } catch (RuntimeException e) {
            fault(focus, what + " could not be evaluated (" + e.getClass().getSimpleName() + ")", faults);
            return "";
        }
    }

    private void fault(String focus, String detail, Consumer<RuleFault> faults) {
        faults.accept(new RuleFault(rule.name(), focus, new Fault(FaultCode.INTERNAL, detail, rule.place())));
    }

    private static @Nullable String reference(Resource resource, String type, String... names) {
        for (String name : names) {
            Property property = resource.getNamedProperty(name);
            if (property == null) {
                continue;
            }
            for (Base value : property.getValues()) {
                if (value instanceof Reference reference
                        && reference.getReferenceElement().hasIdPart()
                        && type.equals(reference.getReferenceElement().getResourceType())) {
                    return type + "/" + reference.getReferenceElement().getIdPart();
                }
            }
        }
        return null;
    }
}
