package dev.tributary.record;

import static dev.tributary.record.Drafts.living;
import static dev.tributary.record.Drafts.named;
import static dev.tributary.record.Drafts.patient;
import static org.assertj.core.api.Assertions.assertThat;

import org.hl7.fhir.r4.model.Address;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.ContactPoint;
import org.hl7.fhir.r4.model.ContactPoint.ContactPointUse;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Enumerations.AdministrativeGender;
import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Practitioner;
import org.junit.jupiter.api.Test;

/** Sparse never erases, an owner overwrites, a contributor fills, old never beats new. */
class DemographicsMergeTest {

    private final RecordHouse house = new RecordHouse();

    @Test
    void whatAMessageDoesNotSayStays() {
        house.tell("ADT", "A01", 1).draft(living("p", "Ulm")).apply();
        house.tell("ADT", "A08", 2).draft(named("p", "Berg")).apply();
        assertThat(house.patient("p").getAddressFirstRep().getCity()).isEqualTo("Ulm");
        assertThat(house.patient("p").getNameFirstRep().getFamily()).isEqualTo("Berg");
    }

    @Test
    void aRestrictionOfAKnownPatientIsAddedOnceAndStays() {
        house.tell("ADT", "A01", 1).draft(living("p", "Ulm")).apply();
        Patient restricted = living("p", "Ulm");
        restricted.getMeta().setVersionId("7").addSecurity("urn:test:labels", "R", "Restricted");
        MergeResult result = house.tell("ORU", "R01", 2).draft(restricted).apply();
        assertThat(result.changes()).hasSize(1);
        assertThat(house.patient("p").getMeta().getSecurity())
                .singleElement()
                .satisfies(label -> assertThat(label.getCode()).isEqualTo("R"));
        assertThat(house.patient("p").getMeta().getVersionId()).isNotEqualTo("7");

        assertThat(house.tell("ORU", "R01", 3).draft(restricted).apply().changes())
                .as("told again it is nothing new")
                .isEmpty();
        house.tell("ADT", "A08", 4).draft(living("p", "Kiel")).apply();
        assertThat(house.patient("p").getMeta().getSecurity())
                .as("what a message does not say stays")
                .hasSize(1);
    }

    @Test
    void aRestrictionGoesWithThePatientIntoAMerge() {
        Patient restricted = living("p", "Ulm");
        restricted.getMeta().addSecurity("urn:test:labels", "R", "Restricted");
        house.tell("ADT", "A01", 1).draft(restricted).apply();
        house.tell("ADT", "A01", 2).draft(living("s", "Ulm")).apply();
        house.tell("ADT", "A40", 3)
                .draft(living("s", "Ulm"))
                .merges("Patient/s", "Patient/p")
                .apply();
        assertThat(house.patient("s").getMeta().getSecurity()).hasSize(1);
    }

    @Test
    void anOwnersListReplacesTheWholeList() {
        Patient two = living("p", "Ulm");
        two.addAddress().setCity("Bonn");
        house.tell("ADT", "A01", 1).draft(two).apply();
        house.tell("ADT", "A08", 2).draft(living("p", "Kiel")).apply();
        assertThat(house.patient("p").getAddress()).singleElement().satisfies(address -> assertThat(address.getCity())
                .isEqualTo("Kiel"));
    }

    @Test
    void aContributorFillsAGapAndNeverOverwrites() {
        house.tell("ADT", "A01", 1).draft(living("p", "Ulm")).apply();
        Patient other = named("p", "Berg");
        other.addAddress().setCity("Kiel");
        MergeResult result =
                house.tell("ADT", "A08", 2).draft(other).byContributor().apply();
        assertThat(house.patient("p").getAddressFirstRep().getCity()).isEqualTo("Ulm");
        assertThat(house.patient("p").getNameFirstRep().getFamily()).isEqualTo("Berg");
        assertThat(result.notes()).contains(new RecordNote("Patient/p", RecordNote.Kind.NOT_OWNED, "address"));
    }

    @Test
    void aResultMessageOnlyFillsGapsEvenFromAFeedThatOwns() {
        house.tell("ADT", "A01", 1).draft(living("p", "Ulm")).apply();
        house.tell("ORU", "R01", 2).draft(living("p", "Kiel")).apply();
        assertThat(house.patient("p").getAddressFirstRep().getCity()).isEqualTo("Ulm");
    }

    @Test
    void anOwnerReplacesWhatAContributorFilledEvenWithAnOlderMessage() {
        house.tell("ORU", "R01", 5).draft(living("p", "Kiel")).apply();
        house.tell("ADT", "A01", 1).draft(living("p", "Ulm")).apply();
        assertThat(house.patient("p").getAddressFirstRep().getCity()).isEqualTo("Ulm");
    }

    @Test
    void anOlderMessageNeverReplacesANewerFact() {
        house.tell("ADT", "A08", 5).draft(living("p", "Ulm")).apply();
        MergeResult late =
                house.tell("ADT", "A08", 2).draft(living("p", "Kiel")).apply();
        assertThat(late.changes()).isEmpty();
        assertThat(late.notes()).contains(new RecordNote("Patient/p", RecordNote.Kind.OLDER_THAN_KNOWN, "address"));
    }

    @Test
    void anOlderMessageStillFillsAGap() {
        house.tell("ADT", "A08", 5).draft(named("p", "Berg")).apply();
        house.tell("ADT", "A01", 2).draft(living("p", "Kiel")).apply();
        assertThat(house.patient("p").getAddressFirstRep().getCity()).isEqualTo("Kiel");
    }

    @Test
    void aFactStatedAgainMakesNoVersionAndStillBeatsAnOlderMessage() {
        house.tell("ADT", "A01", 1).draft(living("p", "Ulm")).apply();
        house.tell("ADT", "A08", 5).draft(living("p", "Ulm")).apply();
        house.tell("ADT", "A08", 3).draft(living("p", "Kiel")).apply();
        assertThat(house.patient("p").getAddressFirstRep().getCity()).isEqualTo("Ulm");
        assertThat(house.store.versionsOf("Patient/p")).isEqualTo(1);
    }

    @Test
    void whatAnOwnerDeletesIsGoneAndNoOlderMessageBringsItBack() {
        house.tell("ADT", "A01", 1).draft(living("p", "Ulm")).apply();
        house.tell("ADT", "A08", 5)
                .draft(patient("p"))
                .deletes("Patient/p", "address")
                .apply();
        house.tell("ADT", "A08", 3).draft(living("p", "Kiel")).apply();
        assertThat(house.patient("p").hasAddress()).isFalse();
        house.tell("ADT", "A08", 6).draft(living("p", "Bonn")).apply();
        assertThat(house.patient("p").getAddressFirstRep().getCity()).isEqualTo("Bonn");
    }

    @Test
    void aContributorDeletesNothing() {
        house.tell("ADT", "A01", 1).draft(living("p", "Ulm")).apply();
        house.tell("ORU", "R01", 5)
                .draft(patient("p"))
                .deletes("Patient/p", "address")
                .apply();
        assertThat(house.patient("p").getAddressFirstRep().getCity()).isEqualTo("Ulm");
    }

    @Test
    void aPartOfAnElementCanBeDeletedAlone() {
        Patient moved = living("p", "Ulm");
        moved.getAddressFirstRep().setPostalCode("89073");
        house.tell("ADT", "A01", 1).draft(moved).apply();
        house.tell("ADT", "A08", 2)
                .draft(patient("p"))
                .deletes("Patient/p", "address[1].postalCode")
                .apply();
        assertThat(house.patient("p").getAddressFirstRep().getCity()).isEqualTo("Ulm");
        assertThat(house.patient("p").getAddressFirstRep().hasPostalCode()).isFalse();
    }

    @Test
    void aDeletionOfWhatNoElementIsChangesNothing() {
        house.tell("ADT", "A01", 1).draft(living("p", "Ulm")).apply();
        assertThat(house.tell("ADT", "A08", 2)
                        .draft(patient("p"))
                        .deletes("Patient/p", "nonsense")
                        .deletes("Patient/p", "birthDate.nonsense")
                        .apply()
                        .changes())
                .isEmpty();
    }

    @Test
    void identifiersAreNeverLost() {
        house.tell("ADT", "A01", 1).draft(patient("p")).apply();
        Patient other = new Patient();
        other.setId("p");
        other.addIdentifier().setSystem(Drafts.HOSP).setValue("second");
        house.tell("ADT", "A08", 2)
                .draft(other)
                .deletes("Patient/p", "identifier")
                .apply();
        assertThat(house.patient("p").getIdentifier())
                .extracting(Identifier::getValue)
                .containsExactly("p", "second");
    }

    @Test
    void aWorkNumberSentAloneLeavesTheHomeNumber() {
        house.tell("ADT", "A01", 1)
                .draft(reached(reached(patient("p"), ContactPointUse.HOME, "1"), ContactPointUse.WORK, "2"))
                .apply();
        house.tell("ADT", "A08", 2)
                .draft(reached(patient("p"), ContactPointUse.WORK, "3"))
                .apply();
        assertThat(house.patient("p").getTelecom())
                .extracting(ContactPoint::getValue)
                .containsExactly("1", "3");
        house.tell("ADT", "A08", 3)
                .draft(patient("p"))
                .deletes("Patient/p", "telecom")
                .apply();
        assertThat(house.patient("p").hasTelecom()).isFalse();
    }

    @Test
    void oneExtensionSentAloneLeavesTheOthers() {
        Patient one = patient("p");
        one.addExtension("http://hl7.org/fhir/StructureDefinition/patient-religion", Drafts.text("none"));
        Patient other = patient("p");
        other.addExtension("http://hl7.org/fhir/StructureDefinition/patient-birthPlace", new Address().setCity("Ulm"));
        house.tell("ADT", "A01", 1).draft(one).apply();
        house.tell("ADT", "A08", 2).draft(other).apply();
        assertThat(house.patient("p").getExtension()).hasSize(2);
    }

    private static Patient reached(Patient patient, ContactPointUse use, String number) {
        patient.addTelecom().setUse(use).setValue(number);
        return patient;
    }

    @Test
    void aDateSentMorePreciselyIsNews() {
        Patient year = patient("p");
        year.getBirthDateElement().setValueAsString("1980");
        Patient day = patient("p");
        day.getBirthDateElement().setValueAsString("1980-01-01");
        house.tell("ADT", "A01", 1).draft(year).apply();
        house.tell("ADT", "A08", 2).draft(day).apply();
        assertThat(house.patient("p").getBirthDateElement().getValueAsString()).isEqualTo("1980-01-01");
    }

    @Test
    void anElementOfSeveralTypesIsOneElement() {
        house.tell("ADT", "A08", 1)
                .draft(patient("p").setDeceased(new BooleanType(true)))
                .apply();
        house.tell("ADT", "A08", 2)
                .draft(patient("p").setDeceased(new DateTimeType("2026-03-01")))
                .apply();
        assertThat(house.patient("p").getDeceased()).isInstanceOf(DateTimeType.class);
    }

    @Test
    void codesAreMergedToo() {
        house.tell("ADT", "A01", 1)
                .draft(patient("p").setGender(AdministrativeGender.UNKNOWN))
                .apply();
        house.tell("ADT", "A08", 2)
                .draft(patient("p").setGender(AdministrativeGender.FEMALE))
                .apply();
        assertThat(house.patient("p").getGender()).isEqualTo(AdministrativeGender.FEMALE);
    }

    @Test
    void theDraftsAreNotChanged() {
        Patient draft = living("p", "Kiel");
        house.tell("ADT", "A01", 1).draft(living("p", "Ulm")).apply();
        house.tell("ADT", "A08", 2)
                .draft(draft)
                .rewrites("Patient/p", "Patient/q")
                .apply();
        assertThat(draft.getIdPart()).isEqualTo("p");
        assertThat(house.patient("q").getAddressFirstRep().getCity()).isEqualTo("Kiel");
    }

    @Test
    void anEntryAllPatientsShareIsWrittenOnceAndChangedOnlyByMasterFiles() {
        house.tell("ADT", "A01", 1).draft(doctor("Sauer")).apply();
        MergeResult again = house.tell("ADT", "A01", 2).draft(doctor("SAUER")).apply();
        assertThat(again.changes()).isEmpty();
        assertThat(again.times()).isEmpty();
        house.tell("MFN", "M02", 3).draft(doctor("Sauer-Lind")).apply();
        Practitioner doctor =
                (Practitioner) house.store.read("Practitioner", "d").orElseThrow();
        assertThat(doctor.getNameFirstRep().getFamily()).isEqualTo("Sauer-Lind");
    }

    private static Practitioner doctor(String family) {
        Practitioner doctor = new Practitioner();
        doctor.setId("d");
        doctor.addName().setFamily(family);
        return doctor;
    }
}
