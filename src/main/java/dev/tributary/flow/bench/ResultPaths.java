package dev.tributary.flow.bench;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.alert.rule.ExpressionCheck;
import dev.tributary.alert.rule.TypeNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hl7.fhir.r4.fhirpath.BaseHostServices;
import org.hl7.fhir.r4.fhirpath.FHIRPathEngine;
import org.hl7.fhir.r4.fhirpath.FHIRPathUtilityClasses.FunctionDetails;
import org.hl7.fhir.r4.hapi.ctx.HapiWorkerContext;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ValueSet;
import org.hl7.fhir.utilities.fhirpath.FHIRPathConstantEvaluationMode;
import org.jspecify.annotations.Nullable;

/**
 * FHIRPath over all resources of one message: {@code Patient.gender} asks every Patient, {@code Bundle} the whole. Used by
 * one thread.
 */
final class ResultPaths {

    // a word that begins a path: not after a dot, a letter, a quote or a percent sign
    private static final Pattern WORD = Pattern.compile("(?<![\\w.%`])([A-Z][A-Za-z]+)\\b(?!\\s*\\()");
    private static final Pattern TEXT = Pattern.compile("'(?:[^'\\\\]|\\\\.)*'");

    private final FhirContext fhir = FhirContext.forR4Cached();
    private final FHIRPathEngine engine;
    private final ExpressionCheck check;

    ResultPaths() {
        engine = new FHIRPathEngine(new HapiWorkerContext(fhir, new TypeNames(fhir)));
        engine.setHostServices(new Entries());
        check = new ExpressionCheck(fhir, "Bundle");
    }

    /**
     * @param expression FHIRPath
     * @return what is wrong with it: no FHIRPath, or an element that R4 does not have; empty if nothing is
     */
    List<String> mistakes(String expression) {
        List<String> mistakes = new ArrayList<>();
        try {
            check.check(
                    engine.parse(expression),
                    (what, cure) -> mistakes.add(cure.isEmpty() ? what : what + " (" + cure + ")"));
        } catch (RuntimeException e) {
            mistakes.add("no FHIRPath: " + e.getMessage());
        }
        return mistakes;
    }

    /** @return the answer, one text for each item: a primitive's value, of others their type in brackets */
    List<String> values(String expression, Bundle bundle) {
        return engine.evaluate(bundle, bundle, bundle, bundle, engine.parse(overAll(expression))).stream()
                .map(ResultPaths::text)
                .toList();
    }

    private static String text(Base item) {
        return item.isPrimitive() && item.hasPrimitiveValue() ? item.primitiveValue() : "[" + item.fhirType() + "]";
    }

    // Patient.gender asks the one in focus, and here that is the Bundle
    private String overAll(String expression) {
        StringBuilder out = new StringBuilder();
        Matcher texts = TEXT.matcher(expression);
        int from = 0;
        while (texts.find()) {
            out.append(typesOverAll(expression.substring(from, texts.start()))).append(texts.group());
            from = texts.end();
        }
        return out.append(typesOverAll(expression.substring(from))).toString();
    }

    private String typesOverAll(String code) {
        Matcher word = WORD.matcher(code);
        StringBuilder out = new StringBuilder();
        while (word.find()) {
            String name = word.group(1);
            String before = code.substring(0, word.start());
            boolean isOperand = before.matches("(?s).*(\\b(is|as)\\s+|\\b(ofType|is|as)\\s*\\(\\s*)");
            boolean type = !isOperand
                    && !name.equals("Bundle")
                    && fhir.getResourceTypes().contains(name);
            word.appendReplacement(
                    out, Matcher.quoteReplacement(type ? "%resource.entry.resource.ofType(" + name + ")" : name));
        }
        return word.appendTail(out).toString();
    }

    /** Resolves references within the message. */
    private static final class Entries extends BaseHostServices {

        Entries() {
            super(null);
        }

        @Override
        public List<Base> resolveConstant(
                FHIRPathEngine engine, Object scope, String name, FHIRPathConstantEvaluationMode mode) {
            return List.of();
        }

        @Override
        public boolean log(String argument, List<Base> focus) {
            return true;
        }

        @Override
        public @Nullable FunctionDetails resolveFunction(FHIRPathEngine engine, String functionName) {
            return null;
        }

        @Override
        public @Nullable Base resolveReference(FHIRPathEngine engine, Object scope, String url, Base refContext) {
            if (!(scope instanceof Bundle bundle)) {
                return null;
            }
            Map<String, Resource> known = new HashMap<>();
            bundle.getEntry().forEach(entry -> {
                Resource each = entry.getResource();
                known.put(each.fhirType() + "/" + each.getIdElement().getIdPart(), each);
            });
            return known.get(url);
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
