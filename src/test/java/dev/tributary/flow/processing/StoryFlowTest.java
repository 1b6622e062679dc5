package dev.tributary.flow.processing;

import static dev.tributary.flow.processing.WholeFlow.message;
import static dev.tributary.flow.processing.WholeFlow.mrg;
import static dev.tributary.flow.processing.WholeFlow.pid;
import static dev.tributary.flow.processing.WholeFlow.pidOf;
import static dev.tributary.flow.processing.WholeFlow.pv1;
import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import dev.tributary.journal.MessageSummary;
import dev.tributary.kit.FhirServer;
import dev.tributary.store.WrittenVersion;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The whole record through the front door: one coherent story of a merged patient, and from there to the messages. */
class StoryFlowTest {

    private static final IGenericClient SERVER = client();
    private static WholeFlow flow;

    // in a context of its own: how long this test waits is no other's concern
    private static IGenericClient client() {
        FhirContext context = FhirContext.forR4();
        context.getRestfulClientFactory().setServerValidationMode(ServerValidationModeEnum.NEVER);
        context.getRestfulClientFactory().setSocketTimeout(120_000);
        return context.newRestfulGenericClient(FhirServer.url());
    }

    @BeforeAll
    static void open() {
        flow = new WholeFlow();
    }

    @AfterAll
    static void close() {
        flow.close();
    }

    @Test
    void everythingOfAMergedPatientIsOneStoryThatLeadsToItsMessages() {
        String s = "SFS1";
        String p = "SFP1";
        MessageSummary admission = flow.tell(message("ADT^A01", "0800", pid(s), pv1("V" + s, "W1^1^A^NORTH")));
        flow.tell(message("ADT^A01", "0810", pid(p), pv1("V" + p, "W1^2^A^NORTH")));
        flow.tellFromLab(message(
                "ORU^R01^ORU_R01",
                "0830",
                pid(p),
                "OBR|1|PSF^EHR|FSF^LIS|2823-3^Potassium^LN|||202603010830|||||||||||||||202603010840||LAB|F",
                "OBX|1|NM|2823-3^Potassium^LN||4.1|mmol/L^^UCUM|3.5-5.1|N|||F"));
        MessageSummary merge =
                flow.tell(message("ADT^A40^ADT_A39", "0900", pidOf("Quillon^Zoe", "Neuweg 2", s), mrg(p)));

        String survivor = flow.reference(s);
        List<Resource> story = everything(survivor);

        assertThat(story.stream().filter(Encounter.class::isInstance)).hasSize(2);
        assertThat(story.stream().filter(Observation.class::isInstance)).hasSize(1);
        assertThat(story).allSatisfy(resource -> {
            if (resource instanceof Encounter visit) {
                assertThat(visit.getSubject().getReference()).isEqualTo(survivor);
            }
            if (resource instanceof Observation result) {
                assertThat(result.getSubject().getReference()).isEqualTo(survivor);
            }
        });
        assertThat(story.stream()
                        .filter(Patient.class::isInstance)
                        .map(Patient.class::cast)
                        .filter(patient -> !patient.hasActive() || patient.getActive()))
                .as("one patient who is not replaced")
                .singleElement()
                .satisfies(
                        patient -> assertThat(patient.getIdPart()).isEqualTo(survivor.substring("Patient/".length())));

        List<WrittenVersion> written = flow.store().writtenBy(merge.id()).orElseThrow();
        assertThat(written)
                .extracting(version -> version.type() + " " + version.version())
                .contains("Patient 2", "Encounter 2", "Observation 2", "Provenance 1");
        assertThat(written).allSatisfy(version -> {
            Resource then = (Resource) SERVER.read()
                    .resource(version.type())
                    .withIdAndVersion(version.id(), Long.toString(version.version()))
                    .execute();
            assertThat(then.getMeta().getSource()).isEqualTo(merge.id().asUri());
        });
        Patient first = SERVER.read()
                .resource(Patient.class)
                .withIdAndVersion(survivor.substring("Patient/".length()), "1")
                .execute();
        assertThat(first.getMeta().getSource()).isEqualTo(admission.id().asUri());
        assertThat(flow.store().writtenBy(admission.id()).orElseThrow())
                .anySatisfy(version -> assertThat(version.type()).isEqualTo("Encounter"));
        MessageSummary again = flow.tell(message("ADT^A08", "0910", pidOf("Quillon^Zoe", "Neuweg 2", s)));
        assertThat(flow.store().writtenBy(again.id()).orElseThrow())
                .as("no news, no version")
                .isEmpty();
    }

    private static List<Resource> everything(String patient) {
        Bundle bundle = SERVER.operation()
                .onInstance(patient)
                .named("$everything")
                .withParameter(Parameters.class, "_count", new org.hl7.fhir.r4.model.IntegerType(200))
                .returnResourceType(Bundle.class)
                .execute();
        return bundle.getEntry().stream()
                .map(Bundle.BundleEntryComponent::getResource)
                .toList();
    }
}
