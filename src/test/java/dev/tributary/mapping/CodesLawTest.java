package dev.tributary.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.CodeSystem.CodeSystemContentMode;
import org.hl7.fhir.r4.model.CodeSystem.ConceptDefinitionComponent;
import org.hl7.fhir.r4.model.Coding;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** No code is written as one of a table of HL7 that does not have it. */
class CodesLawTest {

    private static final FhirContext R4 = FhirContext.forR4();
    private static final DefaultProfileValidationSupport HL7 = new DefaultProfileValidationSupport(R4);
    private static final Map<String, Set<String>> KNOWN = new HashMap<>();

    @ParameterizedTest
    @MethodSource("cases")
    void everyCodeOfATableIsInIt(String name) {
        Bundle bundle = (Bundle) R4.newJsonParser().parseResource(FhirJson.writeBundle(Golden.map(name)));

        List<String> invented = R4.newTerser().getAllPopulatedChildElementsOfType(bundle, Coding.class).stream()
                .filter(coding -> coding.hasCode() && coding.hasSystem())
                .filter(coding -> isInvented(coding.getSystem(), coding.getCode()))
                .map(coding -> coding.getSystem() + "|" + coding.getCode())
                .distinct()
                .toList();

        assertThat(invented).isEmpty();
    }

    static List<String> cases() {
        return Golden.cases();
    }

    // a table that R4 knows in part only, or by name, says nothing of a code it does not list
    private static boolean isInvented(String system, String code) {
        Set<String> codes = KNOWN.computeIfAbsent(system, CodesLawTest::codes);
        return !codes.isEmpty() && !codes.contains(code);
    }

    private static Set<String> codes(String system) {
        Set<String> codes = new HashSet<>();
        if (HL7.fetchCodeSystem(system) instanceof CodeSystem table
                && table.getContent() == CodeSystemContentMode.COMPLETE) {
            collect(table.getConcept(), codes);
        }
        return codes;
    }

    private static void collect(List<ConceptDefinitionComponent> concepts, Set<String> codes) {
        for (ConceptDefinitionComponent concept : concepts) {
            codes.add(concept.getCode());
            collect(concept.getConcept(), codes);
        }
    }
}
