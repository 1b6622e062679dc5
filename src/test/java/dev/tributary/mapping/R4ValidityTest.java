package dev.tributary.mapping;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.context.support.DefaultProfileValidationSupport;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import java.util.List;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** HL7's own validator finds no error in what the golden messages become, extensions included. */
class R4ValidityTest {

    private static final FhirValidator VALIDATOR = validator();

    @ParameterizedTest
    @MethodSource("cases")
    void theBundleIsValid(String name) {
        String bundle = FhirJson.writeBundle(Golden.map(name));

        List<String> errors = VALIDATOR.validateWithResult(bundle).getMessages().stream()
                .filter(message -> message.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0)
                .map(message -> message.getLocationString() + ": " + message.getMessage())
                .toList();

        assertThat(errors).isEmpty();
    }

    static List<String> cases() {
        return Golden.cases();
    }

    private static FhirValidator validator() {
        FhirContext context = FhirContext.forR4();
        FhirInstanceValidator instances = new FhirInstanceValidator(new ValidationSupportChain(
                new DefaultProfileValidationSupport(context),
                new CommonCodeSystemsTerminologyService(context),
                new InMemoryTerminologyServerValidationSupport(context)));
        instances.setAnyExtensionsAllowed(false);
        // race and ethnicity: published by HL7, but not with R4 itself
        instances.setCustomExtensionDomains("http://hl7.org/fhir/us/core/");
        return context.newValidator().registerValidatorModule(instances);
    }
}
