package dev.tributary.alert.rule;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.alert.AlertContext;
import dev.tributary.store.ResourceChange;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.fhirpath.BaseHostServices;
import org.hl7.fhir.r4.fhirpath.ExpressionNode;
import org.hl7.fhir.r4.fhirpath.FHIRPathEngine;
import org.hl7.fhir.r4.hapi.ctx.HapiWorkerContext;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.ValueSet;
import org.hl7.fhir.utilities.fhirpath.FHIRPathConstantEvaluationMode;
import org.jspecify.annotations.Nullable;

/** FHIRPath over one change. Parsing is slow and done once; evaluating takes some ten microseconds. Thread-safe. */
final class ChangeExpressions {

    /** What an expression may start with. */
    static final List<String> VARIABLES =
            List.of("%current", "%previous", "%changed", "%trigger", "%feed", "%facility");

    private final FhirContext fhir = FhirContext.forR4Cached();
    private final FHIRPathEngine engine;

    ChangeExpressions() {
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

    private List<Base> evaluate(ExpressionNode expression, Scope scope) {
        Base current = scope.change().after();
        return engine.evaluate(scope, current, current, current, expression);
    }

    /** What the variables stand for in one evaluation. */
    record Scope(AlertContext context, ResourceChange change) {}

    private static final class Variables extends BaseHostServices {

        Variables() {
            super(null);
        }

        @Override
        public List<Base> resolveConstant(
                FHIRPathEngine engine, Object scope, String name, FHIRPathConstantEvaluationMode mode) {
            if (mode != FHIRPathConstantEvaluationMode.EXPLICIT || !(scope instanceof Scope in)) {
                return List.of();
            }
            return switch (name.startsWith("%") ? name.substring(1) : name) {
                case "current" -> List.of(in.change().after());
                case "previous" ->
                    in.change().before() == null
                            ? List.of()
                            : List.of(in.change().before());
                case "changed" -> changed(in.change());
                case "trigger" -> List.of(new StringType(in.context().trigger()));
                case "feed" -> List.of(new StringType(in.context().feed().value()));
                case "facility" -> List.of(new StringType(in.context().facility()));
                default -> List.of();
            };
        }

        // names of the top-level elements that differ; all that are valued if the resource is new
        private static List<Base> changed(ResourceChange change) {
            List<Base> names = new ArrayList<>();
            for (Property now : change.after().children()) {
                Property then = change.before() == null
                        ? null
                        : change.before().getNamedProperty(now.getName().replace("[x]", ""));
                List<Base> before = then == null ? List.of() : then.getValues();
                if (!Base.compareDeep(now.getValues(), before, false)) {
                    names.add(new StringType(now.getName().replace("[x]", "")));
                }
            }
            return names;
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
