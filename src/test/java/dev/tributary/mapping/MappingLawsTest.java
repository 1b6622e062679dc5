package dev.tributary.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.hl7.Hl7Message;
import dev.tributary.hl7.Leaf;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TimeZone;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Property;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for every message, whatever the tables say. */
class MappingLawsTest {

    private static final FhirContext CONTEXT = FhirContext.forR4();

    static List<String> cases() {
        return Golden.cases();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void givesOnePatientForEachPid(String name) {
        Hl7Message message = Golden.message(name);

        List<Draft> patients = Golden.map(message).drafts().stream()
                .filter(draft -> draft.resource() instanceof Patient)
                .toList();

        assertThat(patients).hasSameSizeAs(message.segments("PID"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyReferenceResolves(String name) {
        MappingResult result = Golden.map(name);
        Set<String> drafts = result.drafts().stream().map(Draft::reference).collect(Collectors.toSet());

        for (Draft draft : result.drafts()) {
            references(draft.resource())
                    .forEach(reference ->
                            assertThat(drafts).as("reference in %s", draft).contains(reference.getReference()));
        }
        assertThat(drafts).hasSameSizeAs(result.drafts());
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyLeafIsAccountedFor(String name) {
        Hl7Message message = Golden.message(name);

        Set<String> told = Golden.map(message).lineage().stream()
                .filter(entry -> entry.kind() != LineageEntry.Kind.CONSTANT)
                .map(entry -> entry.source().toString())
                .collect(Collectors.toSet());

        assertThat(told)
                .containsExactlyInAnyOrderElementsOf(message.leaves().stream()
                        .map(Leaf::path)
                        .map(Object::toString)
                        .collect(Collectors.toSet()));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyValueHasASource(String name) {
        MappingResult result = Golden.map(name);
        Set<String> sourced = result.lineage().stream()
                .map(entry -> entry.reference() + " " + entry.element())
                .collect(Collectors.toSet());

        for (Draft draft : result.drafts()) {
            assertThat(valuesWithoutSource(draft, sourced))
                    .as("values without a source in %s", draft)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void lineageDoesNotChangeTheResult(String name) {
        Hl7Message message = Golden.message(name);

        MappingResult without =
                Golden.LIBRARY.plan(message.header(), Golden.PROFILE).applyWithoutLineage(message, Golden.PROFILE);

        assertThat(FhirJson.writeBundle(without)).isEqualTo(FhirJson.writeBundle(Golden.map(message)));
        assertThat(without.lineage()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void saysTheSameInAnyZoneAndLanguage(String name) {
        String here = FhirJson.writeBundle(Golden.map(name));
        TimeZone zone = TimeZone.getDefault();
        Locale locale = Locale.getDefault();
        try {
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));
            Locale.setDefault(Locale.forLanguageTag("tr-TR"));
            MappingLibrary fresh = MappingLibrary.open(java.nio.file.Path.of("mappings"));
            Hl7Message message = Golden.message(name);

            MappingResult there = fresh.plan(message.header(), Golden.PROFILE).apply(message, Golden.PROFILE);

            assertThat(FhirJson.writeBundle(there)).isEqualTo(here);
            assertThat(there.mappingVersion()).isEqualTo(Golden.LIBRARY.version());
        } finally {
            TimeZone.setDefault(zone);
            Locale.setDefault(locale);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void writesTheJsonThatHapiWrites(String name) throws IOException {
        for (Draft draft : Golden.map(name).drafts()) {
            String ours = FhirJson.write(draft.resource());
            String theirs = CONTEXT.newJsonParser().encodeResourceToString(draft.resource());

            assertThat(Golden.JSON.readTree(ours)).isEqualTo(Golden.JSON.readTree(theirs));
        }
    }

    private static List<Reference> references(Base base) {
        List<Reference> found = new java.util.ArrayList<>();
        for (Property property : base.children()) {
            for (Base value : property.getValues()) {
                if (value instanceof Reference reference && reference.hasReference()) {
                    found.add(reference);
                }
                found.addAll(references(value));
            }
        }
        return found;
    }

    private static List<String> valuesWithoutSource(Draft draft, Set<String> sourced) {
        List<String> orphans = new java.util.ArrayList<>();
        collect(draft.resource(), draft.resource().fhirType(), draft.reference(), sourced, orphans);
        return orphans;
    }

    private static void collect(Base base, String path, String reference, Set<String> sourced, List<String> orphans) {
        for (Property property : base.children()) {
            String name = property.getName().replace("[x]", "");
            List<Base> values = property.getValues();
            for (int i = 0; i < values.size(); i++) {
                Base value = values.get(i);
                String at = path + "." + name + (property.getMaxCardinality() > 1 ? "[" + i + "]" : "");
                boolean ours = base instanceof Resource && name.equals("id")
                        || base instanceof Reference && name.equals("reference")
                        || name.equals("url") && base.fhirType().equals("Extension");
                if (value.isPrimitive()
                        && value.hasPrimitiveValue()
                        && !ours
                        && !sourced.contains(reference + " " + at)) {
                    orphans.add(at);
                }
                collect(value, at, reference, sourced, orphans);
            }
        }
    }
}
