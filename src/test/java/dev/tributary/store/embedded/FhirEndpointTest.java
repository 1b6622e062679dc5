package dev.tributary.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.rest.client.api.IGenericClient;
import ca.uhn.fhir.rest.client.api.ServerValidationModeEnum;
import dev.tributary.base.MessageId;
import dev.tributary.kit.EmbeddedStore;
import dev.tributary.kit.FhirServer;
import dev.tributary.store.ResourceChange;
import dev.tributary.store.StoreTransaction;
import dev.tributary.store.TransactionBundle;
import java.util.Arrays;
import java.util.List;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.Bundle.BundleEntryComponent;
import org.hl7.fhir.r4.model.CapabilityStatement;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Parameters;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FhirEndpointTest {

    private static IGenericClient server;

    @BeforeAll
    static void aRecord() {
        FhirContext context = FhirContext.forR4();
        context.getRestfulClientFactory().setServerValidationMode(ServerValidationModeEnum.NEVER);
        context.getRestfulClientFactory().setSocketTimeout(120_000);
        server = context.newRestfulGenericClient(FhirServer.url());

        Patient patient = new Patient();
        patient.setId("rest-1");
        patient.addIdentifier().setSystem("urn:oid:2.999.7").setValue("0815");
        patient.addName().setFamily("Quimby").addGiven("Ada");
        patient.setBirthDateElement(new DateType("1947-11-23"));
        Encounter encounter = new Encounter();
        encounter.setId("rest-2");
        encounter.setStatus(Encounter.EncounterStatus.INPROGRESS);
        encounter.setSubject(new Reference("Patient/rest-1"));
        Observation potassium = new Observation();
        potassium.setId("rest-3");
        potassium.setStatus(Observation.ObservationStatus.FINAL);
        potassium.setCode(new CodeableConcept(new Coding("http://loinc.org", "2823-3", null)));
        potassium.setSubject(new Reference("Patient/rest-1"));
        potassium.setEncounter(new Reference("Encounter/rest-2"));
        potassium.setValue(new Quantity()
                .setValue(6.9)
                .setSystem("http://unitsofmeasure.org")
                .setCode("mmol/L"));
        Patient grown = patient.copy();
        grown.addTelecom().setValue("555-0100");
        Resource first = commit(990_001, null, patient, encounter, potassium);
        commit(990_002, first, grown);
    }

    private static Resource commit(long message, @Nullable Resource before, Resource... resources) {
        return EmbeddedStore.store()
                .commit(new StoreTransaction(
                        new MessageId(message),
                        Arrays.stream(resources)
                                .map(resource -> new ResourceChange(before, resource))
                                .toList()))
                .get(0)
                .after();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Patient?identifier=urn:oid:2.999.7|0815",
                "Patient?family=quim&given=ada",
                "Patient?birthdate=1947-11-23",
                "Patient?birthdate=gt1947-11-01&family=Quimby",
                "Patient?_source=urn:tributary:message:990002",
                "Patient?_has:Observation:patient:code=http://loinc.org|2823-3&family=Quimby"
            })
    void findsThePatient(String search) {
        assertThat(search(search)).containsExactly("Patient/rest-1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Observation?patient=rest-1&code=2823-3",
                "Observation?subject=Patient/rest-1",
                "Observation?encounter=Encounter/rest-2",
                "Observation?value-quantity=gt6.5|http://unitsofmeasure.org|mmol/L&patient=rest-1",
                "Observation?patient.identifier=urn:oid:2.999.7|0815"
            })
    void findsTheResult(String search) {
        assertThat(search(search)).containsExactly("Observation/rest-3");
    }

    @Test
    void includesWhatAResultRefersTo() {
        assertThat(search("Observation?_id=rest-3&_include=Observation:subject&_include=Observation:encounter"))
                .containsExactlyInAnyOrder("Observation/rest-3", "Patient/rest-1", "Encounter/rest-2");
    }

    @Test
    void tellsEverythingOfAPatient() {
        Bundle everything = server.operation()
                .onInstance("Patient/rest-1")
                .named("$everything")
                .withNoParameters(Parameters.class)
                .returnResourceType(Bundle.class)
                .execute();

        assertThat(references(everything)).contains("Patient/rest-1", "Encounter/rest-2", "Observation/rest-3");
    }

    @Test
    void tellsTheHistoryAndEachVersion() {
        Bundle history = server.history()
                .onInstance("Patient/rest-1")
                .returnBundle(Bundle.class)
                .execute();

        assertThat(history.getEntry())
                .extracting(entry -> entry.getResource().getMeta().getSource())
                .containsExactly("urn:tributary:message:990002", "urn:tributary:message:990001");
        Patient first = server.read()
                .resource(Patient.class)
                .withIdAndVersion("rest-1", "1")
                .execute();
        assertThat(first.hasTelecom()).isFalse();
    }

    @Test
    void takesATransactionAndDeletes() {
        Patient patient = new Patient();
        patient.setId("Patient/rest-9");
        patient.setActive(true);
        Bundle transaction = new Bundle();
        transaction.setType(Bundle.BundleType.TRANSACTION);
        transaction
                .addEntry()
                .setResource(patient)
                .getRequest()
                .setMethod(Bundle.HTTPVerb.PUT)
                .setUrl("Patient/rest-9");

        server.transaction().withBundle(transaction).execute();
        assertThat(search("Patient?_id=rest-9")).containsExactly("Patient/rest-9");

        server.delete().resourceById("Patient", "rest-9").execute();
        assertThat(search("Patient?_id=rest-9")).isEmpty();
        assertThat(EmbeddedStore.store().read("Patient", "rest-9")).isEmpty();
    }

    @Test
    void findsAResultThatCameBeforeItsPatientThroughTheFrontDoorToo() {
        Observation early = new Observation();
        early.setId("Observation/rest-21");
        early.setSubject(new Reference("Patient/rest-20"));
        server.update().resource(early).execute();
        assertThat(search("Observation?patient=rest-20")).isEmpty();

        Patient late = new Patient();
        late.setId("Patient/rest-20");
        server.update().resource(late).execute();

        assertThat(search("Observation?patient=rest-20")).containsExactly("Observation/rest-21");
        assertThat(server.read()
                        .resource(Observation.class)
                        .withId("rest-21")
                        .execute()
                        .getMeta()
                        .getVersionId())
                .isEqualTo("1");
    }

    @Test
    void saysWhatItCan() {
        CapabilityStatement capabilities =
                server.capabilities().ofType(CapabilityStatement.class).execute();

        assertThat(capabilities.getFhirVersion().toCode()).isEqualTo("4.0.1");
        assertThat(capabilities.getRestFirstRep().getResource())
                .hasSizeGreaterThan(140)
                .anySatisfy(resource -> {
                    assertThat(resource.getType()).isEqualTo("Patient");
                    assertThat(resource.getOperation())
                            .extracting(operation -> operation.getName())
                            .contains("everything");
                });
    }

    private static List<String> search(String url) {
        return references(server.search().byUrl(url).returnBundle(Bundle.class).execute());
    }

    private static List<String> references(Bundle bundle) {
        return bundle.getEntry().stream()
                .map(BundleEntryComponent::getResource)
                .map(TransactionBundle::reference)
                .toList();
    }
}
