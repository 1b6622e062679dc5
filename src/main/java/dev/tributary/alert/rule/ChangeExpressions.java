package dev.tributary.alert.rule;

import static ca.uhn.fhir.model.api.TemporalPrecisionEnum.MILLI;

import ca.uhn.fhir.context.FhirContext;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TimeZone;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.fhirpath.BaseHostServices;
import org.hl7.fhir.r4.fhirpath.ExpressionNode;
import org.hl7.fhir.r4.fhirpath.FHIRPathEngine;
import org.hl7.fhir.r4.hapi.ctx.HapiWorkerContext;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.BaseDateTimeType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.ValueSet;
import org.hl7.fhir.utilities.fhirpath.FHIRPathConstantEvaluationMode;
import org.jspecify.annotations.Nullable;

/** FHIRPath over one change. Parsing is slow and done once; evaluating takes some ten microseconds. Thread-safe. */
final class ChangeExpressions {

    /** What an expression may start with, in every rule. */
    static final List<String> VARIABLES = List.of(
            "%current",
            "%previous",
            "%changed",
            "%trigger",
            "%feed",
            "%facility",
            "%message",
            "%at",
            "%patient",
            "%encounter",
            "%place",
            "%critical",
            "%wasCritical");

    private static final TimeZone UTC = TimeZone.getTimeZone("UTC");

    private final FhirContext fhir = FhirContext.forR4Cached();
    private final FHIRPathEngine engine;
    private final CriticalValues criticalValues;

    /** @param criticalValues what {@code %critical} looks up */
    ChangeExpressions(CriticalValues criticalValues) {
        this.criticalValues = criticalValues;
        TypeNames names = new TypeNames(fhir);
        engine = new FHIRPathEngine(new HapiWorkerContext(fhir, names));
        engine.setHostServices(new Variables());
    }

    FhirContext fhir() {
        return fhir;
    }

    /** @throws RuntimeException with a message for the author if the text is no FHIRPath */
    ExpressionNode parse(String expression) {
        return engine.parse(expression);
    }

    /** @return whether the expression is true; an empty answer is false (FHIRPath §5.1) */
    boolean isTrue(ExpressionNode expression, Scope scope) {
        return engine.convertToBoolean(evaluate(expression, scope));
    }

    /** @return the answer as text, several joined by a comma; empty if there is none */
    String text(ExpressionNode expression, Scope scope) {
        return evaluate(expression, scope).stream().map(ReadableText::of).collect(Collectors.joining(", "));
    }

    /** @return the time the expression gives; empty if it gives none */
    Optional<Instant> time(ExpressionNode expression, Scope scope) {
        return time(evaluate(expression, scope));
    }

    /** @return the time the expression gives for another resource than the one that changed */
    Optional<Instant> timeOf(Resource focus, ExpressionNode expression, Scope scope) {
        return time(engine.evaluate(scope, focus, focus, focus, expression));
    }

    private static Optional<Instant> time(List<Base> values) {
        return values.stream()
                .filter(BaseDateTimeType.class::isInstance)
                .map(value -> ((BaseDateTimeType) value).getValue())
                .filter(Objects::nonNull)
                .map(Date::toInstant)
                .findFirst();
    }

    private List<Base> evaluate(ExpressionNode expression, Scope scope) {
        Base current = scope.view().current();
        return engine.evaluate(scope, current, current, current, expression);
    }

    /**
     * What the variables stand for in one evaluation.
     *
     * @param view the change
     * @param history of the patient, by variable
     */
    record Scope(ChangeView view, Map<String, PatientHistory> history) {}

    private final class Variables extends BaseHostServices {

        Variables() {
            super(null);
        }

        @Override
        public List<Base> resolveConstant(
                FHIRPathEngine engine, Object scope, String name, FHIRPathConstantEvaluationMode mode) {
            if (mode != FHIRPathConstantEvaluationMode.EXPLICIT || !(scope instanceof Scope in)) {
                return List.of();
            }
            ChangeView view = in.view();
            String variable = name.startsWith("%") ? name.substring(1) : name;
            return switch (variable) {
                case "current" -> List.of(view.current());
                case "previous" -> view.previous() == null ? List.of() : List.of(view.previous());
                case "changed" ->
                    view.changed().stream()
                            .map(each -> (Base) new StringType(each))
                            .toList();
                case "trigger" -> List.of(new StringType(view.context().trigger()));
                case "feed" -> List.of(new StringType(view.context().feed().value()));
                case "facility" -> List.of(new StringType(view.context().facility()));
                case "message" ->
                    List.of(new StringType(String.valueOf(view.context().cause().value())));
                case "at" -> List.of(new DateTimeType(Date.from(view.context().at()), MILLI, UTC));
                case "patient" -> resource(view, view.patient());
                case "encounter" -> resource(view, view.encounter());
                case "place" -> view.place().isEmpty() ? List.of() : List.of(new StringType(view.place()));
                case "critical" ->
                    criticalValues.judge(view).stream()
                            .map(each -> (Base) new StringType(each))
                            .toList();
                case "wasCritical" ->
                    view.before().flatMap(criticalValues::judge).stream()
                            .map(each -> (Base) new StringType(each))
                            .toList();
                default -> {
                    PatientHistory query = in.history().get(variable);
                    yield query == null ? List.of() : query.find(ChangeExpressions.this, in);
                }
            };
        }

        private static List<Base> resource(ChangeView view, @Nullable String reference) {
            return view.around().read(reference).stream()
                    .map(each -> (Base) each)
                    .toList();
        }

        @Override
        public boolean log(String argument, List<Base> focus) {
            // trace() would put patient data into a log
            return true;
        }

        @Override
        public @Nullable Base resolveReference(FHIRPathEngine engine, Object scope, String url, Base refContext) {
            // a rule is a pure function of the change: it may not go and read
            return null;
        }

        @Override
        public boolean conformsToProfile(FHIRPathEngine engine, Object scope, Base item, String url) {
            return false;
        }

        @Override
        public @Nullable ValueSet resolveValueSet(FHIRPathEngine engine, Object scope, String url) {
            return null;
        }

        @Override
        public boolean paramIsType(String name, int index) {
            return false;
        }
    }
}
