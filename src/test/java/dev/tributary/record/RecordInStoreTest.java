package dev.tributary.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.base.BusinessId;
import dev.tributary.base.MessageId;
import dev.tributary.kit.EmbeddedStore;
import dev.tributary.store.FhirStore;
import dev.tributary.store.StoreTransaction;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.CodeableConcept;
import org.hl7.fhir.r4.model.Coding;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointSystem;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DecimalType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.InstantType;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.junit.jupiter.api.Test;
import org.springframework.transaction.support.TransactionTemplate;

/** On the embedded HAPI store and the real tables: what was written comes back to the letter. */
class RecordInStoreTest {

    private final FhirStore store = EmbeddedStore.store();
    private final FactTimes times = new JdbcFactTimes(EmbeddedStore.database());
    private final RecordMerger merger = new RecordMerger(RecordRules.load(Path.of(".")), store, times);
    private final TransactionTemplate transaction = new TransactionTemplate(EmbeddedStore.transactions());
    private final String p = BusinessId.of("Patient", "record-in-store", "p");
    private final String s = BusinessId.of("Patient", "record-in-store", "s");

    @Test
    void aRestrictionReachesAPatientThatIsInTheStoreAndMakesOneVersion() {
        String id = BusinessId.of("Patient", "record-in-store", "restricted");
        tell(11, "A01", List.of(person(id)), List.of());
        Patient restricted = person(id);
        restricted.getMeta().addSecurity("urn:test:labels", "R", "Restricted");
        assertThat(tell(12, "A08", List.of(restricted), List.of()).changes()).hasSize(1);
        Resource stored = store.read("Patient", id).orElseThrow();
        assertThat(stored.getMeta().getSecurity()).hasSize(1);
        assertThat(stored.getMeta().getVersionId()).isEqualTo("2");
        assertThat(tell(13, "A08", List.of(restricted), List.of()).changes()).isEmpty();
        assertThat(tell(14, "A08", List.of(person(id)), List.of()).changes()).isEmpty();
    }

    @Test
    void aMorningInTheStore() {
        MergeResult first = tell(1, "A01", morning(p), List.of());
        assertThat(first.changes()).hasSize(4);

        MergeResult again = tell(1, "A01", morning(p), List.of());
        assertThat(again.changes())
                .as("a retransmit finds everything as it wrote it")
                .isEmpty();
        assertThat(again.times()).isEmpty();

        MergeResult later = tell(2, "A08", morning(p), List.of());
        assertThat(later.changes()).as("nor does an update without news").isEmpty();

        tell(3, "A04", List.of(person(s)), List.of());
        MergeResult merge = tell(
                4,
                "A40",
                List.of(person(s)),
                List.of(new MergedPatients("Patient/" + s, "Patient/" + p, List.of(), List.of())));
        assertThat(merge.changes())
                .extracting(change -> change.after().fhirType())
                .containsExactlyInAnyOrder("Patient", "Patient", "Encounter", "Observation", "Provenance");
        assertThat(store.referringTo("Patient/" + p))
                .extracting(Resource::fhirType)
                .containsOnly("Patient", "Provenance");
        assertThat(store.referringTo("Patient/" + s))
                .extracting(Resource::fhirType)
                .contains("Encounter", "Observation", "Patient");

        MergeResult mergeAgain = tell(
                4,
                "A40",
                List.of(person(s)),
                List.of(new MergedPatients("Patient/" + s, "Patient/" + p, List.of(), List.of())));
        assertThat(mergeAgain.changes()).isEmpty();
    }

    private MergeResult tell(long number, String trigger, List<Resource> drafts, List<MergedPatients> merges) {
        return Objects.requireNonNull(transaction.execute(status -> {
            Statement statement = new Statement(
                    new MessageId(number),
                    "ADT",
                    trigger,
                    Instant.parse("2026-03-01T08:00:00Z").plusSeconds(number),
                    new DateTimeType("2026-03-01T09:00:00+01:00"),
                    Ownership.OWNER);
            MergeResult result = merger.merge(new DraftSet(statement, drafts, List.of(), Map.of(), merges));
            if (!result.changes().isEmpty()) {
                store.commit(new StoreTransaction(new MessageId(number), result.changes()));
            }
            times.remember(result.times());
            return result;
        }));
    }

    private static Patient person(String id) {
        Patient patient = Drafts.named(id, "Çelik-Ångström");
        patient.getNameFirstRep().addGiven("Zoë").addPrefix("Dr.");
        patient.getBirthDateElement().setValueAsString("1980");
        patient.addTelecom().setSystem(ContactPointSystem.PHONE).setValue("+49 30 5550100");
        patient.addAddress().setCity("Ulm").addLine("Gasse 1").setType(Address.AddressType.BOTH);
        patient.setDeceased(new DateTimeType("2026-03-01T08:15:00+01:00"));
        patient.addExtension(
                "http://hl7.org/fhir/StructureDefinition/patient-birthPlace", new Address().setCity("Bonn"));
        patient.setMaritalStatus(new CodeableConcept()
                .addCoding(new Coding("http://terminology.hl7.org/CodeSystem/v3-MaritalStatus", "M", "Married")));
        return patient;
    }

    private static List<Resource> morning(String patient) {
        List<Resource> drafts = new ArrayList<>();
        drafts.add(person(patient));
        Location ward = new Location();
        ward.setId(BusinessId.of("Location", "record-in-store", "ward"));
        ward.setName("Ward 3");
        drafts.add(ward);
        Encounter visit =
                Drafts.visit(BusinessId.of("Encounter", "record-in-store", "v"), patient, "IMP", ward.getIdPart());
        visit.getPeriod().setStartElement(new DateTimeType("2026-03-01T09:00:00.250+01:00"));
        drafts.add(visit);
        Observation result = new Observation();
        result.setId(BusinessId.of("Observation", "record-in-store", "k"));
        result.setStatus(ObservationStatus.FINAL);
        result.setCode(Drafts.text("Potassium"));
        result.setSubject(new Reference("Patient/" + patient));
        result.setEncounter(new Reference("Encounter/" + visit.getIdPart()));
        Quantity value = new Quantity();
        value.setValueElement(new DecimalType(new BigDecimal("98.00")));
        result.setValue(value.setUnit("mmol/L"));
        result.setIssuedElement(new InstantType("2026-03-01T09:00:00.000+01:00"));
        result.addNote().setTextElement(new org.hl7.fhir.r4.model.MarkdownType("a  b\nc"));
        result.addInterpretation().setTextElement(new StringType("HH"));
        drafts.add(result);
        return drafts;
    }
}
