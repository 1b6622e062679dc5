package dev.tributary.alert.rule;

import dev.tributary.alert.Surroundings;
import dev.tributary.alert.rule.ChangeExpressions.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.r4.fhirpath.ExpressionNode;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;

/** A {@link HistoryQuery} that can be asked. Immutable. */
final class PatientHistory {

    private final String resource;
    private final @Nullable ExpressionNode by;
    private final @Nullable Duration within;
    private final @Nullable ExpressionNode anchor;
    private final boolean ahead;

    PatientHistory(HistoryQuery query, @Nullable ExpressionNode by, @Nullable ExpressionNode anchor) {
        this.resource = query.resource();
        this.by = by;
        this.within = query.within();
        this.anchor = anchor;
        this.ahead = query.ahead();
    }

    /** @return the patient's resources that fit, latest first, the one that changed left out */
    List<Base> find(ChangeExpressions expressions, Scope scope) {
        ChangeView view = scope.view();
        List<Base> found = new ArrayList<>();
        Instant from = view.context().at();
        if (anchor != null) {
            Optional<Instant> told = expressions.time(anchor, scope);
            if (told.isEmpty()) {
                // without the time to count from nothing can be said to lie within it
                return found;
            }
            from = told.get();
        }
        for (Resource each : view.around().ofPatient(resource, view.patient())) {
            if (!Surroundings.reference(each).equals(view.focus()) && fits(expressions, scope, each, from)) {
                found.add(each);
            }
        }
        if (by != null) {
            found.sort(Comparator.comparing((Base each) ->
                            expressions.timeOf((Resource) each, by, scope).orElse(Instant.MIN))
                    .reversed());
        }
        return found;
    }

    private boolean fits(ChangeExpressions expressions, Scope scope, Resource each, Instant from) {
        if (by == null) {
            return true;
        }
        Optional<Instant> time = expressions.timeOf(each, by, scope);
        if (time.isEmpty() || (ahead ? time.get().isBefore(from) : time.get().isAfter(from))) {
            return false;
        }
        return within == null || Duration.between(time.get(), from).abs().compareTo(within) <= 0;
    }
}
