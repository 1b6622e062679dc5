package dev.tributary.alert.rule;

import ca.uhn.fhir.context.BaseRuntimeElementCompositeDefinition;
import dev.tributary.base.NearestWord;
import dev.tributary.base.Problems;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hl7.fhir.r4.fhirpath.ExpressionNode;
import org.jspecify.annotations.Nullable;

/** Turns files into rules that can be asked, or tells everything that is wrong with any of them. */
public final class RuleCompiler {

    private final Problems problems = new Problems();
    private final ChangeExpressions expressions;

    private RuleCompiler(Collection<RuleFile> files) {
        this.expressions = new ChangeExpressions(CriticalValues.in(files, problems));
    }

    /**
     * @param files one rule each
     * @return the rules, by name
     * @throws dev.tributary.base.ProblemsException with every mistake
     */
    public static List<CompiledRule> compile(Collection<RuleFile> files) {
        return new RuleCompiler(files).compileAll(files);
    }

    private List<CompiledRule> compileAll(Collection<RuleFile> files) {
        Set<String> resources = expressions.fhir().getResourceTypes();
        List<CompiledRule> compiled = new ArrayList<>();
        Map<String, String> places = new HashMap<>();
        for (RuleFile file : files) {
            if (file.isTable()) {
                continue;
            }
            Optional<AlertRule> rule = RuleReader.read(file, resources, problems);
            if (rule.isPresent()) {
                String earlier =
                        places.putIfAbsent(rule.get().name(), rule.get().place());
                if (earlier != null) {
                    problem(rule.get(), rule.get().line(), "a rule of this name is also at " + earlier, "rename one");
                }
                compiled.add(compile(rule.get()));
            }
        }
        problems.throwIfAny();
        compiled.sort(Comparator.comparing(rule -> rule.rule().name()));
        return List.copyOf(compiled);
    }

    private CompiledRule compile(AlertRule rule) {
        ExpressionNode when = expression(rule, rule.when());
        List<ExpressionNode> key =
                rule.key().stream().map(part -> expression(rule, part)).toList();
        Map<String, ExpressionNode> values = new LinkedHashMap<>();
        rule.values().forEach((name, path) -> values.put(name, expression(rule, path)));
        TextTemplate template = TextTemplate.of(rule.text().value());
        for (String placeholder : template.placeholders()) {
            if (!values.containsKey(placeholder)) {
                problem(
                        rule,
                        rule.text().line(),
                        "'{" + placeholder + "}' has no value",
                        values.isEmpty()
                                ? "add 'values: {" + placeholder + ": path}'"
                                : NearestWord.cure(placeholder, values.keySet()));
            }
        }
        rule.values().forEach((name, path) -> {
            if (!template.placeholders().contains(name)) {
                problem(rule, path.line(), "value '" + name + "' is not used", "put '{" + name + "}' into the text");
            }
        });
        return new CompiledRule(rule, expressions, when, key, template, values, conduct(rule));
    }

    private CompiledRule.Doing conduct(AlertRule rule) {
        Conduct conduct = rule.conduct();
        Map<String, PatientHistory> history = new LinkedHashMap<>();
        conduct.history()
                .forEach((name, query) -> history.put(
                        name,
                        new PatientHistory(
                                query,
                                query.by() == null ? null : expression(rule, query.resource(), query.by()),
                                optional(rule, query.before()))));
        for (String element : conduct.changed()) {
            BaseRuntimeElementCompositeDefinition<?> type = expressions.fhir().getResourceDefinition(rule.resource());
            if (type.getChildByName(element) == null && type.getChildByName(element + "[x]") == null) {
                problem(
                        rule,
                        rule.line(),
                        "'changed' names '" + element + "', which is no element of " + rule.resource(),
                        "name elements of the first level, 'value' for value[x]");
            }
        }
        Burst burst = conduct.burst();
        return new CompiledRule.Doing(
                history,
                optional(rule, conduct.retract()),
                optional(rule, conduct.retractLast()),
                optional(rule, conduct.recovered()),
                optional(rule, conduct.reopen()),
                optional(rule, conduct.at()),
                burst == null
                        ? List.of()
                        : burst.by().stream()
                                .map(part -> expression(rule, part))
                                .toList());
    }

    private @Nullable ExpressionNode optional(AlertRule rule, @Nullable Located<String> text) {
        return text == null ? null : expression(rule, text);
    }

    private ExpressionNode expression(AlertRule rule, Located<String> text) {
        return expression(rule, rule.resource(), text);
    }

    private ExpressionNode expression(AlertRule rule, String focus, Located<String> text) {
        Map<String, String> types = new LinkedHashMap<>(Map.of(
                "%current",
                rule.resource(), "%previous", rule.resource(), "%patient", "Patient", "%encounter", "Encounter"));
        rule.conduct().history().forEach((name, query) -> types.put("%" + name, query.resource()));
        try {
            ExpressionNode parsed = expressions.parse(text.value());
            new ExpressionCheck(expressions.fhir(), focus, types)
                    .check(parsed, (what, cure) -> problem(rule, text.line(), what, cure));
            return parsed;
        } catch (RuntimeException e) {
            problem(rule, text.line(), "not FHIRPath: " + e.getMessage(), "http://hl7.org/fhirpath/N1");
            return new ExpressionNode(0);
        }
    }

    private void problem(AlertRule rule, int line, String what, String cure) {
        problems.add(rule.file(), line, what, cure);
    }
}
