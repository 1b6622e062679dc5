package dev.tributary.flow.delivery.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ca.uhn.fhir.context.FhirContext;
import ca.uhn.fhir.validation.FhirValidator;
import ca.uhn.fhir.validation.ResultSeverityEnum;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.alert.subscriber.Payload;
import dev.tributary.base.FaultException;
import dev.tributary.base.MessageId;
import dev.tributary.hl7.Hl7Message;
import dev.tributary.hl7.Hl7Reader;
import dev.tributary.kit.InMemoryFhirStore;
import dev.tributary.store.ResourceChange;
import dev.tributary.store.StoreTransaction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hl7.fhir.common.hapi.validation.support.CommonCodeSystemsTerminologyService;
import org.hl7.fhir.common.hapi.validation.support.InMemoryTerminologyServerValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.PrePopulatedValidationSupport;
import org.hl7.fhir.common.hapi.validation.support.ValidationSupportChain;
import org.hl7.fhir.common.hapi.validation.validator.FhirInstanceValidator;
import org.hl7.fhir.r4.model.Bundle;
import org.hl7.fhir.r4.model.CodeSystem;
import org.hl7.fhir.r4.model.CodeSystem.CodeSystemContentMode;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterLocationStatus;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Enumerations.PublicationStatus;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.MessageHeader;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.OperationOutcome;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;

/** What deliveries carry, made of an invented record. */
class PayloadsTest {

    private static final String ALERT = "6f1c2f4e-8f0a-5b6e-9a55-0a4e3c2b1d00";
    private static final String PATIENT = "Patient/0c5c1c1e-1111-5b6e-9a55-0a4e3c2b1d01";
    private static final String VISIT = "Encounter/0c5c1c1e-2222-5b6e-9a55-0a4e3c2b1d02";
    private static final String RESULT = "Observation/0c5c1c1e-3333-5b6e-9a55-0a4e3c2b1d03";
    private static final String WARD = "Location/0c5c1c1e-4444-5b6e-9a55-0a4e3c2b1d04";
    private static final String BED = "Location/0c5c1c1e-5555-5b6e-9a55-0a4e3c2b1d05";
    private static final String ADMISSION =
            "MSH|^~\\&|ADT|GENERAL|||20260301100000||ADT^A01^ADT_A01|C1|P|2.5.1\rEVN|A01\rPID|1||4711\r";

    private final InMemoryFhirStore store = new InMemoryFhirStore();
    private final Payloads payloads = new Payloads(
            store, number -> number == 1 ? Optional.of(ADMISSION.getBytes(StandardCharsets.UTF_8)) : Optional.empty());

    PayloadsTest() {
        Patient patient = new Patient();
        patient.addIdentifier()
                .setSystem("urn:oid:2.999.1")
                .setValue("4711")
                .setType(new CodeableConcept(new Coding("http://terminology.hl7.org/CodeSystem/v2-0203", "MR", null)));
        patient.addIdentifier().setSystem("urn:tributary:authority:LAB").setValue("A&B");
        patient.addName().setFamily("Erfunden").addGiven("Erna").addGiven("Maria");
        patient.setGender(AdministrativeGender.FEMALE).setBirthDateElement(new DateType("1970-02"));
        patient.addAddress().addLine("Gasse 1").setCity("Musterstadt");
        patient.getMeta().setSource("urn:tributary:message:1");
        patient.addLink()
                .setOther(new Reference("Patient/0c5c1c1e-9999-5b6e-9a55-0a4e3c2b1d09"))
                .setType(Patient.LinkType.REPLACES);
        Location ward = new Location();
        ward.setName("3-WEST").setPhysicalType(type("wa"));
        Location bed = new Location();
        bed.setName("02").setPhysicalType(type("bd")).setPartOf(new Reference(WARD));
        Encounter visit = new Encounter();
        visit.setStatus(EncounterStatus.INPROGRESS)
                .setClass_(
                        new Coding("http://terminology.hl7.org/CodeSystem/v3-ActCode", "IMP", "inpatient encounter"));
        visit.addIdentifier().setValue("V-1");
        visit.setSubject(new Reference(PATIENT));
        visit.getPeriod().setStartElement(new DateTimeType("2026-03-01T10:00:00+01:00"));
        visit.addLocation().setLocation(new Reference(BED)).setStatus(EncounterLocationStatus.ACTIVE);
        Observation result = new Observation();
        result.setStatus(ObservationStatus.FINAL);
        result.getCode()
                .addCoding()
                .setSystem("http://loinc.org")
                .setCode("2823-3")
                .setDisplay("Potassium");
        result.setValue(new Quantity()
                .setValue(new java.math.BigDecimal("6.90"))
                .setUnit("mmol/L")
                .setSystem("http://unitsofmeasure.org")
                .setCode("mmol/L"));
        result.addInterpretation()
                .addCoding()
                .setSystem("http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation")
                .setCode("HH");
        result.setEffective(new DateTimeType("2026-03-01T09:30:00+01:00"));
        result.setSubject(new Reference(PATIENT)).setEncounter(new Reference(VISIT));
        // something the store does not have
        result.addBasedOn(new Reference("ServiceRequest/0c5c1c1e-7777-5b6e-9a55-0a4e3c2b1d07"));
        put(PATIENT, patient);
        put(WARD, ward);
        put(BED, bed);
        put(VISIT, visit);
        put(RESULT, result);
    }

    private static CodeableConcept type(String code) {
        return new CodeableConcept(
                new Coding("http://terminology.hl7.org/CodeSystem/location-physical-type", code, null));
    }

    private void put(String reference, Resource resource) {
        resource.setId(reference);
        store.commit(new StoreTransaction(new MessageId(1), List.of(new ResourceChange(null, resource))));
    }

    @Test
    void anAdmissionIsADaVinciNotificationThatHoldsAllItRefersTo() {
        Bundle bundle = bundle(event("admission", VISIT, 1));

        assertThat(bundle.getType()).isEqualTo(Bundle.BundleType.MESSAGE);
        assertThat(bundle.getIdPart()).isEqualTo(ALERT);
        MessageHeader header = (MessageHeader) bundle.getEntryFirstRep().getResource();
        assertThat(header.getEventCoding().getCode()).isEqualTo("notification-admit");
        assertThat(header.getFocusFirstRep().getReference()).isEqualTo("urn:uuid:" + VISIT.substring(10));
        assertThat(header.getMeta().hasProfile()).isFalse();
        assertThat(bundle.getEntry().stream().map(entry -> entry.getResource().fhirType()))
                .containsExactlyInAnyOrder("MessageHeader", "Encounter", "Patient", "Location", "Location");
        assertThat(errors(bundle)).isEmpty();
    }

    @Test
    void aResultComesWithPatientAndVisitAndNamesWhatIsNotSent() {
        Bundle bundle = bundle(event("critical-result", RESULT, 1));

        MessageHeader header = (MessageHeader) bundle.getEntryFirstRep().getResource();
        assertThat(header.getEventCoding())
                .returns("urn:tributary:alert-event", Coding::getSystem)
                .returns("critical-result", Coding::getCode);
        Observation result = (Observation) resource(bundle, "Observation");
        assertThat(result.getBasedOnFirstRep())
                .returns("ServiceRequest", Reference::getType)
                .returns(false, Reference::hasReference);
        // the record of the merged patient is not what this subscriber was asked to get
        assertThat(((Patient) resource(bundle, "Patient")).hasLink()).isFalse();
        assertThat(errors(bundle)).isEmpty();
    }

    @Test
    void theSameAlertGivesTheSameBundle() {
        JsonNode event = event("critical-result", RESULT, 1);

        assertThat(payloads.of(Payload.FHIR, event).bytes())
                .isEqualTo(payloads.of(Payload.FHIR, event).bytes());
    }

    @Test
    void whatTheEngineSaysOfItselfIsAMessageToo() {
        for (String focus : List.of("Parameters/feed-lab", "OperationOutcome/17")) {
            Bundle bundle = bundle(event("engine-health", focus, 0));

            OperationOutcome outcome = (OperationOutcome) resource(bundle, "OperationOutcome");
            assertThat(outcome.getIssueFirstRep().getDetails().getText()).isEqualTo("t");
            assertThat(((MessageHeader) resource(bundle, "MessageHeader"))
                            .getFocusFirstRep()
                            .getReference())
                    .isEqualTo(outcome.getIdPart());
            assertThat(errors(bundle)).isEmpty();
        }
    }

    @Test
    void whatTheRecordHasNotAnyMoreIsRefusedForGood() {
        JsonNode event = event("critical-result", "Observation/0c5c1c1e-0000-5b6e-9a55-0a4e3c2b1d00", 1);

        for (Payload payload : List.of(Payload.FHIR, Payload.BUILT)) {
            assertThatThrownBy(() -> payloads.of(payload, event))
                    .isInstanceOfSatisfying(
                            FaultException.class,
                            thrown -> assertThat(thrown.fault().isPermanent()).isTrue());
        }
    }

    @Test
    void anAdtIsBuiltWithTheTriggerOfTheMessageBehindIt() {
        Body body = payloads.of(Payload.BUILT, event("admission", VISIT, 1));

        Hl7Message message = Hl7Reader.read(body.bytes(), StandardCharsets.UTF_8);
        assertThat(value(message, "MSH", 9)).isEqualTo("ADT^A01^ADT_A01");
        assertThat(value(message, "MSH", 10)).isEqualTo(body.controlId()).hasSize(20);
        assertThat(value(message, "PID", 3)).isEqualTo("4711^^^&2.999.1&ISO^MR~A\\T\\B^^^LAB");
        assertThat(value(message, "PID", 5)).isEqualTo("Erfunden^Erna^Maria^^^^L");
        assertThat(value(message, "PID", 7)).isEqualTo("197002");
        assertThat(value(message, "PID", 8)).isEqualTo("F");
        assertThat(value(message, "PV1", 2)).isEqualTo("I");
        assertThat(value(message, "PV1", 3)).isEqualTo("3-WEST^^02");
        assertThat(value(message, "PV1", 19)).isEqualTo("V-1");
        assertThat(value(message, "PV1", 44)).isEqualTo("20260301100000+0100");
        assertThat(message.issues()).isEmpty();
    }

    @Test
    void anOruIsBuiltOfAResult() {
        Hl7Message message = Hl7Reader.read(
                payloads.of(Payload.BUILT, event("critical-result", RESULT, 9)).bytes(), StandardCharsets.UTF_8);

        assertThat(value(message, "MSH", 9)).isEqualTo("ORU^R01^ORU_R01");
        assertThat(value(message, "OBR", 4)).isEqualTo("2823-3^Potassium^LN");
        assertThat(value(message, "OBX", 2)).isEqualTo("NM");
        assertThat(value(message, "OBX", 5)).isEqualTo("6.90");
        assertThat(value(message, "OBX", 6)).isEqualTo("mmol/L^mmol/L^UCUM");
        assertThat(value(message, "OBX", 8)).isEqualTo("HH");
        assertThat(value(message, "OBX", 11)).isEqualTo("F");
        assertThat(value(message, "OBX", 14)).isEqualTo("20260301093000+0100");
    }

    @Test
    void theOriginalIsWhatCameIn() {
        Body body = payloads.of(Payload.ORIGINAL, event("admission", VISIT, 1));

        assertThat(body.bytes()).isEqualTo(ADMISSION.getBytes(StandardCharsets.UTF_8));
        assertThat(body.controlId()).isEqualTo("C1");
        assertThatThrownBy(() -> payloads.of(Payload.ORIGINAL, event("admission", VISIT, 2)))
                .isInstanceOf(FaultException.class);
    }

    private static String value(Hl7Message message, String segment, int field) {
        return message.segments(segment).get(0).field(field).raw();
    }

    private Bundle bundle(JsonNode event) {
        Body body = payloads.of(Payload.FHIR, event);
        return FhirContext.forR4Cached()
                .newJsonParser()
                .parseResource(Bundle.class, new String(body.bytes(), StandardCharsets.UTF_8));
    }

    private static Resource resource(Bundle bundle, String type) {
        return bundle.getEntry().stream()
                .map(Bundle.BundleEntryComponent::getResource)
                .filter(resource -> resource.fhirType().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> errors(Bundle bundle) {
        FhirContext context = FhirContext.forR4Cached();
        FhirInstanceValidator instances = new FhirInstanceValidator(new ValidationSupportChain(
                new ca.uhn.fhir.context.support.DefaultProfileValidationSupport(context),
                new CommonCodeSystemsTerminologyService(context),
                // the one code system of the guide that base R4 does not know
                notificationEvents(context),
                new InMemoryTerminologyServerValidationSupport(context)));
        instances.setAnyExtensionsAllowed(false);
        FhirValidator validator = context.newValidator().registerValidatorModule(instances);
        List<String> errors = new ArrayList<>();
        validator.validateWithResult(bundle).getMessages().forEach(message -> {
            if (message.getSeverity().compareTo(ResultSeverityEnum.ERROR) >= 0) {
                errors.add(message.getLocationString() + ": " + message.getMessage());
            }
        });
        return errors;
    }

    private static PrePopulatedValidationSupport notificationEvents(FhirContext context) {
        CodeSystem events = new CodeSystem();
        events.setUrl("http://hl7.org/fhir/us/davinci-alerts/CodeSystem/notification-event")
                .setStatus(PublicationStatus.ACTIVE)
                .setContent(CodeSystemContentMode.FRAGMENT);
        for (String code : List.of("notification-admit", "notification-discharge", "notification-transfer")) {
            events.addConcept().setCode(code);
        }
        PrePopulatedValidationSupport support = new PrePopulatedValidationSupport(context);
        support.addCodeSystem(events);
        return support;
    }

    private static JsonNode event(String name, String focus, long message) {
        String json = """
                {"specversion":"1.0","id":"%s","source":"urn:tributary:feed:default","type":"dev.tributary.alert.%s",
                 "subject":"%s","time":"2026-03-01T10:00:00Z","rule":"r","severity":"critical","facility":"GENERAL^1.2^ISO",
                 "data":{"text":"t","event":"%s","severity":"critical","patient":{"reference":"%s"},
                         "encounter":{"reference":"%s"},"focus":{"reference":"%s"},"message":%d}}
                """.formatted(ALERT, name, focus, name, PATIENT, VISIT, focus, message);
        try {
            return new ObjectMapper().readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
