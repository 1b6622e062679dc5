package dev.tributary.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.RuntimeSearchParam;
import ca.uhn.fhir.jpa.searchparam.extractor.BaseSearchParamExtractor;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry;
import ca.uhn.fhir.rest.server.util.ISearchParamRegistry.SearchParamLookupContextEnum;
import dev.tributary.kit.EmbeddedStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.instance.model.api.IBase;
import org.hl7.fhir.r4.model.Annotation;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Test;

class ShortPathsTest {

    private final ShortPaths paths = EmbeddedStore.context().getBean(ShortPaths.class);
    private final ISearchParamRegistry parameters = EmbeddedStore.context().getBean(ISearchParamRegistry.class);

    @Test
    void findsWhatFhirPathFindsForEveryParameterOfEveryResource() throws IOException {
        List<Resource> resources = new ArrayList<>(ResourceTextTest.mapped());
        Observation odd = new Observation();
        odd.setSubject(new Reference("#within"));
        odd.addPerformer(new Reference("Nonsense/1"));
        odd.addPerformer(new Reference().setDisplay("nobody"));
        odd.addPerformer(new Reference("https://elsewhere.invalid/fhir/Patient/7"));
        odd.addFocus(new Reference("Patient/1/_history/3"));
        odd.addNote(new Annotation().setText("note"));
        resources.add(odd);
        Patient visited = new Patient();
        visited.addGeneralPractitioner(new Reference("urn:uuid:3f1c0e0e-2f43-4d0f-8b5b-0f5a1f0b7a11"));
        visited.addLink().setOther(new Reference("RelatedPerson/2"));
        visited.addTelecom().setSystem(ContactPointSystem.EMAIL).setValue("a@example.org");
        visited.addTelecom().setSystem(ContactPointSystem.PHONE).setValue("1");
        visited.addTelecom().setValue("2");
        resources.add(visited);
        resources.add(new Patient().setDeceased(new BooleanType(true)));
        resources.add(new Patient().setDeceased(new BooleanType(false)));
        resources.add(new Patient().setDeceased(new DateTimeType("2026-01-02")));
        resources.add(new Observation().setValue(new Quantity(7)));
        resources.add(new Observation().setValue(new StringType("seven")));
        resources.add(new Observation().setValue(new CodeableConcept().setText("seven")));
        int compared = 0;
        int valued = 0;
        for (Resource resource : resources) {
            for (RuntimeSearchParam parameter : parameters
                    .getActiveSearchParams(resource.fhirType(), SearchParamLookupContextEnum.INDEX)
                    .values()) {
                for (String path : parameter.getPathsSplit()) {
                    BaseSearchParamExtractor.IValueExtractor shortWay = paths.shortWay(resource, path.trim());
                    if (shortWay != null) {
                        List<? extends IBase> found = shortWay.get();
                        assertSame(found, paths.longWay(resource, path.trim()).get(), path);
                        compared++;
                        valued += found.isEmpty() ? 0 : 1;
                    }
                }
            }
        }
        assertThat(compared).isGreaterThan(resources.size() * 5);
        assertThat(valued).isGreaterThan(resources.size());
    }

    @Test
    void saysThatThereIsNothingOnlyWhereFhirPathFindsNothing() throws IOException {
        int without = 0;
        for (Resource resource : ResourceTextTest.mapped()) {
            for (RuntimeSearchParam parameter : parameters
                    .getActiveSearchParams(resource.fhirType(), SearchParamLookupContextEnum.INDEX)
                    .values()) {
                if (!paths.mayHaveValue(resource, parameter)) {
                    without++;
                    for (String path : parameter.getPathsSplit()) {
                        assertThat(paths.longWay(resource, path.trim()).get())
                                .as(path)
                                .isEmpty();
                    }
                }
            }
        }
        assertThat(without).isGreaterThan(1000);
    }

    @Test
    void leavesOtherPathsToFhirPath() {
        Patient patient = new Patient();
        patient.addTelecom().setSystem(ContactPointSystem.PHONE).setValue("1");
        for (String path : List.of(
                "Patient.deceased.exists() and Patient.contact.deceased != false",
                "Patient.telecom.where(system='phone').value",
                "Patient.name.given.first()",
                "Patient.telecom.where(system='phone' or use='home')",
                "Observation.subject",
                "Resource.meta.tag")) {
            assertThat(paths.shortWay(patient, path)).as(path).isNull();
        }
    }

    private static void assertSame(List<? extends IBase> found, List<? extends IBase> expected, String path) {
        assertThat(found).as(path).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(((org.hl7.fhir.r4.model.Base) found.get(i))
                            .equalsDeep((org.hl7.fhir.r4.model.Base) expected.get(i)))
                    .as(path)
                    .isTrue();
        }
    }
}
