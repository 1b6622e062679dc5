package dev.tributary.alert.rule;

import ca.uhn.fhir.context.BaseRuntimeChildDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import ca.uhn.fhir.context.BaseRuntimeElementDefinition;
import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.RuntimeChildAny;
import ca.uhn.fhir.context.RuntimeChildChoiceDefinition;
import dev.tributary.base.NearestWord;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.hl7.fhir.r4.fhirpath.ExpressionNode;
import org.hl7.fhir.r4.fhirpath.ExpressionNode.Kind;
import org.hl7.fhir.r4.fhirpath.ExpressionNode.Operation;
import org.hl7.fhir.r4.fhirpath.FHIRPathUtilityClasses.FHIRConstant;
import org.jspecify.annotations.Nullable;

/**
 * Finds misspelt elements and variables when a rule is loaded: FHIRPath itself takes {@code %current.statuss} for an
 * empty answer, and the rule would never speak.
 *
 * <p>Follows paths as long as the type is certain and asks no more where it is not (after {@code value[x]}, after a
 * function that makes something new).
 */
public final class ExpressionCheck {

    // what these give has the type of what they were given
    private static final Set<String> KEEPING = Set.of(
            "where", "first", "last", "single", "tail", "skip", "take", "distinct", "trace", "exclude", "intersect");
    // what stands in their brackets is about the items before the dot
    private static final Set<String> ITERATING = Set.of("where", "exists", "all", "select", "repeat");
    private static final Set<String> STANDARD =
            Set.of("resource", "context", "rootResource", "ucum", "sct", "loinc", "us-zip");

    private final FhirContext fhir;
    private final String resource;
    private final Map<String, String> types;

    /**
     * @param fhir of R4
     * @param resource type of {@code %current}
     */
    public ExpressionCheck(FhirContext fhir, String resource) {
        this(fhir, resource, Map.of("%current", resource, "%previous", resource));
    }

    /**
     * @param resource the type an expression begins at
     * @param types of the variables that stand for resources, by name with the percent sign
     */
    ExpressionCheck(FhirContext fhir, String resource, Map<String, String> types) {
        this.fhir = fhir;
        this.resource = resource;
        this.types = types;
    }

    /** @param problem takes what is wrong and the cure */
    public void check(ExpressionNode expression, BiConsumer<String, String> problem) {
        walk(expression, fhir.getResourceDefinition(resource), problem);
    }

    // one operand after the other: a.b = c and d
    private void walk(
            @Nullable ExpressionNode node,
            @Nullable BaseRuntimeElementDefinition<?> focus,
            BiConsumer<String, String> problem) {
        boolean typeName = false;
        for (ExpressionNode operand = node; operand != null; operand = operand.getOpNext()) {
            if (!typeName) {
                path(operand, focus, problem);
            }
            typeName = operand.getOperation() == Operation.Is || operand.getOperation() == Operation.As;
        }
    }

    private void path(
            ExpressionNode start, @Nullable BaseRuntimeElementDefinition<?> focus, BiConsumer<String, String> problem) {
        BaseRuntimeElementDefinition<?> type = focus;
        boolean first = true;
        for (ExpressionNode step = start; step != null; step = step.getInner()) {
            type = step(step, type, first, focus, problem);
            first = false;
        }
    }

    private @Nullable BaseRuntimeElementDefinition<?> step(
            ExpressionNode step,
            @Nullable BaseRuntimeElementDefinition<?> type,
            boolean first,
            @Nullable BaseRuntimeElementDefinition<?> focus,
            BiConsumer<String, String> problem) {
        if (step.getKind() == Kind.Group) {
            walk(step.getGroup(), focus, problem);
            return null;
        }
        if (step.getKind() == Kind.Function) {
            String function = step.getFunction().toCode();
            boolean typed = Set.of("ofType", "as", "is").contains(function);
            for (ExpressionNode parameter : step.getParameters()) {
                if (!typed) {
                    walk(parameter, ITERATING.contains(function) ? type : focus, problem);
                }
            }
            return KEEPING.contains(function) ? type : null;
        }
        if (step.getKind() == Kind.Name) {
            return name(step.getName(), type, first, problem);
        }
        return constant(step, problem);
    }

    private @Nullable BaseRuntimeElementDefinition<?> constant(
            ExpressionNode step, BiConsumer<String, String> problem) {
        String text = step.getConstant() instanceof FHIRConstant variable ? variable.getValue() : "";
        if (!text.startsWith("%")) {
            return null;
        }
        if (text.equals("%resource")) {
            return fhir.getResourceDefinition(resource);
        }
        String type = types.get(text);
        if (type != null) {
            return fhir.getResourceDefinition(type);
        }
        if (!ChangeExpressions.VARIABLES.contains(text) && !STANDARD.contains(text.substring(1))) {
            Set<String> valid = new TreeSet<>(ChangeExpressions.VARIABLES);
            valid.addAll(types.keySet());
            problem.accept("unknown variable '" + text + "'", NearestWord.cure(text, valid));
        }
        return null;
    }

    private @Nullable BaseRuntimeElementDefinition<?> name(
            String name,
            @Nullable BaseRuntimeElementDefinition<?> type,
            boolean first,
            BiConsumer<String, String> problem) {
        if (first && fhir.getResourceTypes().contains(name)) {
            return fhir.getResourceDefinition(name);
        }
        if (!(type instanceof BaseRuntimeElementCompositeDefinition<?> composite) || name.startsWith("$")) {
            return null;
        }
        BaseRuntimeChildDefinition child = composite.getChildByName(name);
        if (child == null) {
            child = composite.getChildByName(name + "[x]");
        }
        if (child == null) {
            Set<String> valid = new TreeSet<>();
            composite
                    .getChildren()
                    .forEach(known -> valid.add(known.getElementName().replace("[x]", "")));
            problem.accept("'" + name + "' is no element of " + type.getName(), NearestWord.cure(name, valid));
            return null;
        }
        if (child instanceof RuntimeChildChoiceDefinition || child instanceof RuntimeChildAny) {
            return null;
        }
        return child.getChildByName(name);
    }
}
