package dev.tributary.mapping.fhir;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Base;
import org.hl7.fhir.r4.model.Narrative;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Elements are read from the model's fields: what is found there is what the model itself answers. */
class FhirElementTest {

    private static final int DEEP = 3;

    static Stream<String> types() {
        Set<String> types = new TreeSet<>(FhirModel.resourceNames());
        types.addAll(List.of(
                "Address", "Age", "Annotation", "Attachment", "CodeableConcept", "Coding", "ContactPoint", "Dosage"));
        types.addAll(List.of("Extension", "HumanName", "Identifier", "Money", "Period", "Quantity", "Range", "Ratio"));
        types.addAll(List.of("Reference", "SampledData", "Signature", "Timing", "Meta", "UsageContext"));
        return types.stream().filter(type -> FhirModel.type(type) != null);
    }

    @ParameterizedTest
    @MethodSource("types")
    void readsWhatTheModelAnswers(String type) {
        Base base = Objects.requireNonNull(FhirModel.make(type));
        fill(base, DEEP);
        compare(base, type);
    }

    private static void fill(Base base, int depth) {
        for (FhirElement element : FhirModel.typeOf(base).elements()) {
            // abstract, or XHTML that is no Base
            if (depth == 0 || element.name().equals("contained") || base instanceof Narrative) {
                continue;
            }
            if (element.types().contains("Resource")) {
                continue;
            }
            fill(element.make(base, element.types().get(0)), depth - 1);
        }
    }

    private static void compare(Base base, String path) {
        for (FhirElement element : FhirModel.typeOf(base).elements()) {
            List<Base> answered = new ArrayList<>(List.of(base.getProperty(element.hash(), element.name(), true)));
            List<Base> read = element.values(base);
            assertThat(read).as(path + "." + element.name()).hasSameSizeAs(answered);
            for (int i = 0; i < read.size(); i++) {
                assertThat(read.get(i)).as(path + "." + element.name()).isSameAs(answered.get(i));
                compare(read.get(i), path + "." + element.name());
            }
            assertThat(element.value(base))
                    .as(path + "." + element.name())
                    .isSameAs(answered.isEmpty() ? null : answered.get(0));
        }
    }
}
