package dev.tributary.record;

import static dev.tributary.record.Drafts.living;
import static dev.tributary.record.Drafts.patient;
import static dev.tributary.record.Drafts.potassium;
import static dev.tributary.record.Drafts.visit;
import static org.assertj.core.api.Assertions.assertThat;

import org.hl7.fhir.r4.model.Identifier;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Provenance;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.junit.jupiter.api.Test;

/** A40: two records become one, and everything goes along. */
class PatientMergingTest {

    private final RecordHouse house = new RecordHouse();

    @Test
    void survivorAndPriorAreLinkedBothWaysAndThePriorIsInactive() {
        twoPatients();
        merge("s", "p", 5);
        Patient survivor = house.patient("s");
        Patient prior = house.patient("p");
        assertThat(survivor.getLink()).singleElement().satisfies(link -> {
            assertThat(link.getType()).isEqualTo(LinkType.REPLACES);
            assertThat(link.getOther().getReference()).isEqualTo("Patient/p");
        });
        assertThat(prior.getLink()).singleElement().satisfies(link -> {
            assertThat(link.getType()).isEqualTo(LinkType.REPLACEDBY);
            assertThat(link.getOther().getReference()).isEqualTo("Patient/s");
        });
        assertThat(prior.getActive()).isFalse();
        assertThat(prior.hasActive()).isTrue();
        assertThat(survivor.hasActive()).isFalse();
    }

    @Test
    void everythingThatPointedToThePriorPointsToTheSurvivor() {
        twoPatients();
        house.tell("ADT", "A01", 2).draft(visit("v", "p", "IMP", "er")).apply();
        house.tell("ORU", "R01", 3)
                .draft(potassium("k", "p", ObservationStatus.FINAL, "4.1", ""))
                .apply();
        merge("s", "p", 5);
        assertThat(house.visit("v").getSubject().getReference()).isEqualTo("Patient/s");
        assertThat(house.store.referringTo("Patient/p"))
                .extracting(Resource::fhirType)
                .containsOnly("Patient", "Provenance");
    }

    @Test
    void aProvenanceListsWhatWasMoved() {
        twoPatients();
        house.tell("ADT", "A01", 2).draft(visit("v", "p", "IMP", "er")).apply();
        merge("s", "p", 5);
        Provenance provenance = house.store.all().values().stream()
                .filter(Provenance.class::isInstance)
                .map(Provenance.class::cast)
                .findFirst()
                .orElseThrow();
        assertThat(provenance.getTarget())
                .extracting(Reference::getReference)
                .containsExactly("Encounter/v", "Patient/s", "Patient/p");
        assertThat(provenance.getActivity().getCodingFirstRep().getCode()).isEqualTo("merge");
    }

    @Test
    void theSurvivorIsFoundByTheOldNumberToo() {
        twoPatients();
        merge("s", "p", 5);
        assertThat(house.patient("s").getIdentifier())
                .filteredOn(identifier -> identifier.getUse() == IdentifierUse.OLD)
                .extracting(Identifier::getValue)
                .containsExactly("p");
    }

    @Test
    void theSurvivorsDemographicsStayAsTheSenderDecided() {
        house.tell("ADT", "A04", 1).draft(patient("s")).apply();
        house.tell("ADT", "A04", 1).draft(living("p", "Ulm")).apply();
        merge("s", "p", 5);
        assertThat(house.patient("s").hasAddress()).isFalse();
    }

    @Test
    void aMergeOfTwoWhoWereNeverHeardOfMakesBoth() {
        Patient mrg = patient("p");
        mrg.setActive(false).addLink().setType(LinkType.REPLACEDBY).getOther().setReference("Patient/s");
        house.tell("ADT", "A40", 1)
                .draft(living("s", "Ulm"))
                .draft(mrg)
                .merges("Patient/s", "Patient/p")
                .apply();
        assertThat(house.patient("s").getAddressFirstRep().getCity()).isEqualTo("Ulm");
        assertThat(house.patient("p").getIdentifierFirstRep().getValue()).isEqualTo("p");
        assertThat(house.patient("p").getActive()).isFalse();
        assertThat(house.patient("s").getLink()).hasSize(1);
        assertThat(house.patient("p").getLink()).hasSize(1);
    }

    @Test
    void whatMrgSaysOfThePriorDoesNotTouchItsDemographics() {
        twoPatients();
        Patient mrg = living("p", "Elsewhere");
        mrg.addLink().setType(LinkType.REPLACEDBY).getOther().setReference("Patient/s");
        house.tell("ADT", "A40", 5)
                .draft(patient("s"))
                .draft(mrg)
                .merges("Patient/s", "Patient/p")
                .apply();
        assertThat(house.patient("p").getAddressFirstRep().getCity()).isEqualTo("Kiel");
    }

    @Test
    void aMergeToldTwiceMakesNoVersion() {
        twoPatients();
        RecordHouse.Telling merge =
                house.tell("ADT", "A40", 5).draft(patient("s")).merges("Patient/s", "Patient/p");
        merge.apply();
        assertThat(merge.apply().changes()).isEmpty();
    }

    @Test
    void messagesUnderTheOldNumberLandOnTheSurvivor() {
        twoPatients();
        merge("s", "p", 5);
        house.tell("ADT", "A01", 6)
                .draft(patient("p"))
                .draft(visit("w", "p", "IMP", "er"))
                .rewrites("Patient/p", "Patient/s")
                .apply();
        assertThat(house.visit("w").getSubject().getReference()).isEqualTo("Patient/s");
        assertThat(house.patient("p").getActive()).isFalse();
    }

    @Test
    void aVisitUnderTheOldNumberStaysThatVisitAfterTheMerge() {
        twoPatients();
        house.tell("ADT", "A01", 2).draft(visit("v", "p", "IMP", "er")).apply();
        merge("s", "p", 5);
        house.tell("ADT", "A03", 6)
                .draft(visit("v", "p", "IMP", "er"))
                .rewrites("Patient/p", "Patient/s")
                .apply();
        assertThat(house.visit("v").getStatus().toCode()).isEqualTo("finished");
    }

    @Test
    void aChainOfMergesLeadsFromEachToTheNext() {
        twoPatients();
        house.tell("ADT", "A01", 2).draft(visit("v", "p", "IMP", "er")).apply();
        merge("s", "p", 5);
        merge("t", "s", 6);
        assertThat(house.visit("v").getSubject().getReference()).isEqualTo("Patient/t");
        assertThat(house.patient("p").getLinkFirstRep().getOther().getReference())
                .isEqualTo("Patient/s");
        assertThat(house.patient("s").getLink()).hasSize(2);
    }

    private void twoPatients() {
        house.tell("ADT", "A04", 1).draft(living("s", "Ulm")).apply();
        house.tell("ADT", "A04", 1).draft(living("p", "Kiel")).apply();
    }

    private void merge(String survivor, String prior, int hour) {
        house.tell("ADT", "A40", hour)
                .draft(patient(survivor))
                .merges("Patient/" + survivor, "Patient/" + prior)
                .apply();
    }
}
