package dev.tributary.alert.rule;

import dev.tributary.alert.Alert;
import dev.tributary.alert.AlertContext;
import dev.tributary.alert.AlertKind;
import dev.tributary.alert.Ending;
import dev.tributary.alert.Reach;
import dev.tributary.alert.RuleFault;
import dev.tributary.alert.Watch;
import dev.tributary.alert.rule.ChangeExpressions.Scope;
import dev.tributary.base.BusinessId;
import dev.tributary.base.Fault;
import dev.tributary.base.FaultCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.hl7.fhir.r4.fhirpath.ExpressionNode;
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
    private final Doing doing;

    /** {@link Conduct}, parsed. */
    record Doing(
            Map<String, PatientHistory> history,
            @Nullable ExpressionNode retract,
            @Nullable ExpressionNode retractLast,
            @Nullable ExpressionNode recovered,
            @Nullable ExpressionNode reopen,
            @Nullable ExpressionNode at,
            List<ExpressionNode> burstBy) {}

    CompiledRule(
            AlertRule rule,
            ChangeExpressions expressions,
            ExpressionNode when,
            List<ExpressionNode> key,
            TextTemplate text,
            Map<String, ExpressionNode> values,
            Doing doing) {
        this.rule = rule;
        this.expressions = expressions;
        this.when = when;
        this.key = key;
        this.text = text;
        this.values = values;
        this.doing = doing;
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
     * Asks about one change: what was told before and has ended comes first, then what is new.
     *
     * @param view of a resource of the rule's type
     * @param into takes what is found, and what went wrong without keeping an alert from being raised
     * @throws RuntimeException if a condition cannot be evaluated
     */
    public void ask(ChangeView view, Findings into) {
        if (!rule.conduct().changed().isEmpty()
                && Collections.disjoint(rule.conduct().changed(), view.changed())) {
            return;
        }
        Scope scope = new Scope(view, doing.history());
        if (doing.at() != null) {
            watch(scope, doing.at(), into);
        }
        // nothing was told about what did not exist
        if (view.previous() != null && ended(scope, into)) {
            return;
        }
        if (doing.at() == null && expressions.isTrue(when, scope)) {
            into.add(alert(scope, into));
        }
    }

    /**
     * Asks at the time that the rule has named for it.
     *
     * @param view of the resource as stored now, without a previous version
     */
    public void askInTime(ChangeView view, Findings into) {
        Scope scope = new Scope(view, doing.history());
        if (expressions.isTrue(when, scope)) {
            into.add(alert(scope, into));
        }
    }

    private void watch(Scope scope, ExpressionNode at, Findings into) {
        Optional<Instant> now = expressions.time(at, scope);
        Optional<Instant> before =
                scope.view().before().flatMap(view -> expressions.time(at, new Scope(view, doing.history())));
        if (!now.equals(before)) {
            into.add(new Watch(
                    rule.name(),
                    scope.view().focus(),
                    now.orElse(null),
                    scope.view().context()));
        }
    }

    private boolean ended(Scope scope, Findings into) {
        if (isTrue(doing.retract(), scope)) {
            into.add(new Ending(AlertKind.RETRACTED, false, alert(scope, into)));
            return true;
        }
        if (isTrue(doing.retractLast(), scope)) {
            into.add(new Ending(AlertKind.RETRACTED, true, alert(scope, into)));
            return true;
        }
        if (isTrue(doing.recovered(), scope)) {
            into.add(new Ending(AlertKind.RECOVERED, false, alert(scope, into)));
            return true;
        }
        if (isTrue(doing.reopen(), scope)) {
            into.add(new Ending(AlertKind.REOPENED, true, alert(scope, into)));
            return true;
        }
        return false;
    }

    private boolean isTrue(@Nullable ExpressionNode expression, Scope scope) {
        return expression != null && expressions.isTrue(expression, scope);
    }

    private Alert alert(Scope scope, Findings into) {
        ChangeView view = scope.view();
        return new Alert(
                BusinessId.of("Alert", factOf(scope, into)),
                rule.name(),
                rule.severity(),
                rule.event(),
                view.context().feed(),
                view.context().facility(),
                view.context().cause(),
                view.patient(),
                view.encounter(),
                view.focus(),
                rule.audience(),
                text.fill(name -> valueOf(name, scope, into)),
                view.context().at(),
                AlertKind.RAISED,
                null,
                rule.conduct().burst() == null ? null : burst(scope, into),
                Reach.UNKNOWN);
    }

    private String burst(Scope scope, Findings into) {
        List<String> parts = new ArrayList<>();
        for (ExpressionNode part : doing.burstBy()) {
            parts.add(quiet(part, scope, "a part of the burst's 'by'", into));
        }
        return BusinessId.of(
                "Burst", Stream.concat(Stream.of(rule.name()), parts.stream()).toArray(String[]::new));
    }

    // a key that says nothing would make all facts one and silence all but the first: then each message is its own fact
    private String[] factOf(Scope scope, Findings into) {
        List<String> parts = new ArrayList<>();
        for (ExpressionNode part : key) {
            parts.add(quiet(part, scope, "a part of the key", into));
        }
        if (parts.stream().allMatch(String::isEmpty)) {
            fault(scope, "the key is empty: the alert was raised, and may be raised again", into);
            parts.add(scope.view().focus());
            parts.add(scope.view().context().cause().asUri());
        }
        return Stream.concat(Stream.of(rule.name()), parts.stream()).toArray(String[]::new);
    }

    private String valueOf(String name, Scope scope, Findings into) {
        ExpressionNode expression = values.get(name);
        String value = expression == null ? "" : quiet(expression, scope, "the value '" + name + "'", into);
        return value.isEmpty() ? NOT_STATED : value;
    }

    // the alert is never lost because a key or a text could not be made well
    private String quiet(ExpressionNode expression, Scope scope, String what, Findings into) {
        try {
            return expressions.text(expression, scope);
        } catch (RuntimeException e) {
            fault(scope, what + " could not be evaluated (" + e.getClass().getSimpleName() + ")", into);
            return "";
        }
    }

    private void fault(Scope scope, String detail, Findings into) {
        into.add(new RuleFault(rule.name(), scope.view().focus(), new Fault(FaultCode.INTERNAL, detail, rule.place())));
    }
}
