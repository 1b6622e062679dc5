package dev.tributary.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import ca.uhn.fhir.context.FhirContext;
import dev.tributary.base.FeedName;
import dev.tributary.hl7.Hl7Message;
import dev.tributary.hl7.Hl7Reader;
import dev.tributary.kit.LoadMessages;
import dev.tributary.mapping.Draft;
import dev.tributary.mapping.FeedProfile;
import dev.tributary.mapping.MappingLibrary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hl7.fhir.r4.model.Base64BinaryType;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.CodeType;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Extension;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Narrative;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Organization;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.PositiveIntType;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.hl7.fhir.r4.model.Type;
import org.junit.jupiter.api.Test;

class ResourceTextTest {

    private static final ResourceText TEXT = new ResourceText(FhirContext.forR4Cached());

    @Test
    void writesWhatHapiWritesOfEveryMessage() throws IOException {
        int quick = 0;
        List<Resource> all = mapped();
        for (Resource resource : all) {
            resource.getMeta().setSource("urn:test");
            String ours = TEXT.quickly(resource);
            if (ours != null) {
                assertThat(ours).isEqualTo(TEXT.byHapi(resource));
                quick++;
            }
        }
        // else the test would show nothing, and the writer gain nothing
        assertThat(quick).isGreaterThan(all.size() * 9 / 10);
    }

    @Test
    void writesValuesAsTheyAreHeld() {
        for (Type value : List.of(
                new StringType("  Quotes \" \\ / \u0007 \u2028 Zoë \uD83D\uDE00 </script>  "),
                new DecimalType("98.00"),
                new DecimalType("1E-7"),
                new PositiveIntType(7),
                new BooleanType(false),
                new DateType("1980"),
                new DateTimeType("2026-03-01T08:00:00.120+01:00"),
                new InstantType("2026-03-01T08:00:00.120Z"),
                new CodeType("code"),
                new Base64BinaryType("AAEC"),
                new Quantity().setValue(new java.math.BigDecimal("5.10")).setUnit("mmol/L"),
                new CodeableConcept(new Coding("urn:test", "c", null)),
                new Reference("urn:uuid:3f1c0e0e-2f43-4d0f-8b5b-0f5a1f0b7a11"),
                new Reference("https://elsewhere.invalid/fhir/Patient/7"),
                new Reference().setDisplay("nobody"))) {
            Patient patient = new Patient();
            patient.setId("Patient/p/_history/3");
            patient.getMeta().setSource("urn:test").setVersionId("3");
            patient.addExtension("urn:test:one", value);
            patient.addExtension().setUrl("urn:test:two").addExtension(new Extension("inner", value.copy()));
            patient.addName().addGiven("Zoë").addGiven("Y").addExtension("urn:test:three", value.copy());
            assertThat(TEXT.quickly(patient)).as(value.fhirType()).isNotNull().isEqualTo(TEXT.byHapi(patient));
        }
    }

    @Test
    void writesWhatExtendsPrimitiveValuesBesideThem() {
        Patient patient = patient();
        patient.setBirthDateElement(new DateType("1980"));
        patient.getBirthDateElement().addExtension("urn:test", new StringType("x"));
        patient.addName().getFamilyElement().addExtension("urn:test", new StringType("only this"));
        patient.addName()
                .addGiven("A")
                .addGiven("B")
                .addGiven("C")
                .getGiven()
                .get(1)
                .addExtension("urn:test", new StringType("x"));
        StringType valueless = patient.addName().addGiven("A").addGivenElement();
        valueless.addExtension("urn:test", new StringType("x"));
        patient.getName().get(2).addGiven("C");
        assertThat(TEXT.quickly(patient)).isNotNull().isEqualTo(TEXT.byHapi(patient));
    }

    @Test
    void leavesToHapiWhatItDoesNotKnow() {
        Patient narrative = patient();
        narrative.setText(new Narrative());
        narrative.getText().setStatus(Narrative.NarrativeStatus.GENERATED).setDivAsString("<div>text</div>");
        Patient contained = patient();
        contained.addContained(new Organization().setName("within").setId("o"));
        contained.setManagingOrganization(new Reference("#o"));
        Patient extendedTwice = patient();
        StringType extended = new StringType("y");
        extended.addExtension("urn:test", new StringType("x"));
        extendedTwice.addExtension("urn:test", extended);
        Patient elementId = patient();
        elementId.addName().setFamily("Testa").setId("n1");
        Patient modified = patient();
        modified.addModifierExtension(new Extension("urn:test", new StringType("x")));
        Patient versioned = patient();
        versioned.setManagingOrganization(new Reference("Organization/o/_history/2"));
        Patient byValue = patient();
        byValue.getManagingOrganization().setResource(new Organization().setName("within"));
        for (Patient unusual : List.of(narrative, contained, extendedTwice, elementId, modified, versioned, byValue)) {
            assertThat(TEXT.quickly(unusual)).isNull();
            assertThat(TEXT.of(unusual)).isEqualTo(TEXT.byHapi(unusual));
        }
        Observation empty = new Observation();
        empty.addCategory();
        empty.addNote();
        empty.getMeta().setSource("urn:test");
        assertThat(TEXT.quickly(empty)).isEqualTo(TEXT.byHapi(empty));
    }

    private static Patient patient() {
        Patient patient = new Patient();
        patient.setId("Patient/p");
        patient.getMeta().setSource("urn:test");
        return patient;
    }

    static List<Resource> mapped() throws IOException {
        MappingLibrary mappings = MappingLibrary.open(Path.of("mappings"));
        FeedProfile profile = FeedProfile.of(FeedName.DEFAULT, ZoneId.of("America/New_York"));
        List<byte[]> messages = new ArrayList<>();
        for (String kind : List.of("adt", "oru")) {
            LoadMessages load = new LoadMessages(kind, 4);
            Stream.iterate(0L, n -> n + 1).limit(16).map(load::message).forEach(messages::add);
        }
        try (Stream<Path> files = Files.walk(Path.of("src/test/resources/golden"))) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".hl7")).toList()) {
                messages.add(Files.readAllBytes(file));
            }
        }
        List<Resource> resources = new ArrayList<>();
        for (byte[] bytes : messages) {
            Hl7Message message = Hl7Reader.read(bytes, StandardCharsets.UTF_8);
            mappings.plan(message.header(), profile).apply(message, profile).drafts().stream()
                    .filter(Draft::record)
                    .map(Draft::resource)
                    .forEach(resources::add);
        }
        return resources;
    }
}
