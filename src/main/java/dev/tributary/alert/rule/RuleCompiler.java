package dev.tributary.alert.rule;

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

/** Turns files into rules that can be asked, or tells everything that is wrong with any of them. */
public final class RuleCompiler {

    private final ChangeExpressions expressions = new ChangeExpressions();
    private final Problems problems = new Problems();

    private RuleCompiler() {}

    /**
     * @param files one rule each
     * @return the rules, by name
     * @throws dev.tributary.base.ProblemsException with every mistake
     */
    public static List<CompiledRule> compile(Collection<RuleFile> files) {
        return new RuleCompiler().compileAll(files);
    }

    private List<CompiledRule> compileAll(Collection<RuleFile> files) {
        Set<String> resources = expressions.fhir().getResourceTypes();
        List<CompiledRule> compiled = new ArrayList<>();
        Map<String, String> places = new HashMap<>();
        for (RuleFile file : files) {
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
        return new CompiledRule(rule, expressions, when, key, template, values);
    }

    private ExpressionNode expression(AlertRule rule, Located<String> text) {
        try {
            ExpressionNode parsed = expressions.parse(text.value());
            new ExpressionCheck(expressions.fhir(), rule.resource())
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
