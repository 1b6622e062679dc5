package dev.tributary.record;

import static dev.tributary.record.Drafts.HOSP;
import static dev.tributary.record.Drafts.living;
import static dev.tributary.record.Drafts.patient;
import static dev.tributary.record.Drafts.potassium;
import static dev.tributary.record.Drafts.visit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.base.FaultException;
import org.hl7.fhir.r4.model.Account;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Identifier.IdentifierUse;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Patient.LinkType;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Test;

/** Visits, accounts and numbers that are merged, moved, renumbered, linked and unlinked. */
class RegroupingTest {

    private final RecordHouse house = new RecordHouse();

    @Test
    void aMergedVisitLivesOnInTheOther() {
        admit("v", "p", 1);
        admit("w", "p", 2);
        result("k", "p", "w", 3);
        regroup("A42", "v", "w", "p", 5).apply();
        assertThat(house.visit("w").getStatus()).isEqualTo(EncounterStatus.ENTEREDINERROR);
        assertThat(result("k").getEncounter().getReference()).isEqualTo("Encounter/v");
        house.tell("ADT", "A03", 6).draft(numbered("w", "p")).apply();
        assertThat(house.visit("v").getStatus()).isEqualTo(EncounterStatus.FINISHED);
        assertThat(house.visit("w").getStatus()).isEqualTo(EncounterStatus.ENTEREDINERROR);
    }

    @Test
    void aVisitMergeToldTwiceChangesNothing() {
        admit("v", "p", 1);
        admit("w", "p", 2);
        RecordHouse.Telling merge = regroup("A42", "v", "w", "p", 5);
        merge.apply();
        assertThat(merge.apply().changes()).isEmpty();
    }

    @Test
    void aCircleOfVisitMergesEndsWithOneVisit() {
        admit("v", "p", 1);
        admit("w", "p", 2);
        regroup("A42", "v", "w", "p", 5).apply();
        assertThat(regroup("A42", "w", "v", "p", 6).apply().notes())
                .extracting(RecordNote::kind)
                .contains(RecordNote.Kind.NOTHING_TO_MOVE);
        assertThat(house.visit("v").getStatus()).isEqualTo(EncounterStatus.INPROGRESS);
    }

    @Test
    void aVisitKeepsItsStoryUnderItsNewNumber() {
        admit("v", "p", 1);
        regroup("A50", "n", "v", "p", 5).apply();
        house.tell("ADT", "A03", 6).draft(numbered("n", "p")).apply();
        assertThat(house.store.read("Encounter", "n")).isEmpty();
        assertThat(house.visit("v").getStatus()).isEqualTo(EncounterStatus.FINISHED);
        assertThat(house.visit("v").getIdentifier())
                .filteredOn(number -> number.getUse() == IdentifierUse.OLD)
                .extracting(number -> number.getValue())
                .containsExactly("v");
    }

    @Test
    void aNewNumberThatIsAnotherVisitsAlreadyIsHeld() {
        admit("v", "p", 1);
        admit("w", "p", 2);
        String before = house.state();
        RecordHouse.Telling change = regroup("A50", "w", "v", "p", 5);
        assertThatThrownBy(change::apply).isInstanceOf(FaultException.class).hasMessageContaining("merge the two");
        assertThat(house.state()).isEqualTo(before);
    }

    @Test
    void aMergeWithAnotherPatientsVisitIsHeld() {
        admit("v", "p", 1);
        admit("w", "q", 2);
        RecordHouse.Telling merge = regroup("A42", "v", "w", "p", 5);
        assertThatThrownBy(merge::apply).isInstanceOf(FaultException.class).hasMessageContaining("another patient");
    }

    @Test
    void aMovedVisitTakesItsResultsAlongAndNoOthers() {
        RecordHouse.Telling first =
                house.tell("ADT", "A01", 1).draft(numbered("v", "p")).rewrites("Patient/p", "Patient/p");
        first.apply();
        admit("w", "p", 2);
        result("k", "p", "v", 3);
        result("l", "p", "w", 3);
        RecordHouse.Telling move = house.tell("ADT", "A45", 5)
                .draft(patient("q"))
                .prior(patient("p"))
                .draft(numbered("v", "q"))
                .rewrites("Patient/q", "Patient/q")
                .rewrites("Patient/p", "Patient/p");
        move.apply();
        assertThat(house.visit("v").getSubject().getReference()).isEqualTo("Patient/q");
        assertThat(result("k").getSubject().getReference()).isEqualTo("Patient/q");
        assertThat(house.visit("w").getSubject().getReference()).isEqualTo("Patient/p");
        assertThat(result("l").getSubject().getReference()).isEqualTo("Patient/p");
        assertThat(move.apply().changes()).as("told twice").isEmpty();
        assertThat(first.apply().changes()).as("the admission told again").isEmpty();
    }

    @Test
    void aMovedAccountTakesItsVisitsAlong() {
        house.tell("ADT", "A01", 1).draft(account("a", "p")).apply();
        Encounter visit = numbered("v", "p");
        visit.addAccount(new Reference("Account/a"));
        house.tell("ADT", "A01", 1).draft(visit).apply();
        house.tell("ADT", "A44", 5)
                .draft(patient("q"))
                .draft(account("a", "q"))
                .prior(patient("p"))
                .rewrites("Patient/q", "Patient/q")
                .rewrites("Patient/p", "Patient/p")
                .apply();
        assertThat(house.visit("v").getSubject().getReference()).isEqualTo("Patient/q");
    }

    @Test
    void aMoveFromAPatientTheMessageDoesNotNameIsHeld() {
        admit("v", "x", 1);
        RecordHouse.Telling move =
                house.tell("ADT", "A45", 5).draft(numbered("v", "q")).rewrites("Patient/q", "Patient/q");
        assertThatThrownBy(move::apply).isInstanceOf(FaultException.class);
    }

    @Test
    void linkedPatientsSeeEachOtherUntilTheyAreUnlinked() {
        house.tell("ADT", "A04", 1)
                .draft(living("s", "Ulm"))
                .draft(living("p", "Kiel"))
                .apply();
        String before = house.state();
        house.tell("ADT", "A24", 2)
                .effect(MergedPatients.Effect.LINK, "Patient/s", "Patient/p")
                .apply();
        assertThat(house.patient("s").getLinkFirstRep().getType()).isEqualTo(LinkType.SEEALSO);
        assertThat(house.patient("p").getLinkFirstRep().getOther().getReference())
                .isEqualTo("Patient/s");
        house.tell("ADT", "A37", 3)
                .effect(MergedPatients.Effect.UNLINK, "Patient/s", "Patient/p")
                .apply();
        assertThat(house.patient("s").hasLink()).isFalse();
        assertThat(house.state()).contains(before.split("\n")[0]);
    }

    @Test
    void anUnmergedPatientGetsBackWhatWasToldUnderItsNumberAlsoAfterTheMerge() {
        house.tell("ADT", "A04", 1)
                .draft(living("s", "Ulm"))
                .draft(living("p", "Kiel"))
                .apply();
        house.tell("ADT", "A01", 2)
                .draft(numbered("v", "p"))
                .toldOf("Patient/p", HOSP + "|p")
                .apply();
        house.tell("ADT", "A01", 2)
                .draft(numbered("u", "s"))
                .toldOf("Patient/s", HOSP + "|s")
                .apply();
        house.tell("ADT", "A40", 3).merges("Patient/s", "Patient/p").apply();
        house.tell("ADT", "A01", 4)
                .draft(numbered("w", "p"))
                .toldOf("Patient/p", HOSP + "|p")
                .rewrites("Patient/p", "Patient/s")
                .apply();
        house.tell("ADT", "A37", 5)
                .effect(MergedPatients.Effect.UNMERGE, "Patient/s", "Patient/p", HOSP + "|p")
                .apply();
        assertThat(house.visit("v").getSubject().getReference()).isEqualTo("Patient/p");
        assertThat(house.visit("w").getSubject().getReference()).isEqualTo("Patient/p");
        assertThat(house.visit("u").getSubject().getReference()).isEqualTo("Patient/s");
        assertThat(house.patient("p").hasActive()).isFalse();
        assertThat(house.patient("p").hasLink()).isFalse();
        assertThat(house.patient("s").hasLink()).isFalse();
        assertThat(house.patient("s").getIdentifier()).hasSize(1);
    }

    private void admit(String visit, String patient, int hour) {
        house.tell("ADT", "A01", hour).draft(numbered(visit, patient)).apply();
    }

    private void result(String id, String patient, String visit, int hour) {
        Observation result = potassium(id, patient, ObservationStatus.FINAL, "4.1", "");
        result.setEncounter(new Reference("Encounter/" + visit));
        house.tell("ORU", "R01", hour).draft(result).apply();
    }

    private Observation result(String id) {
        return (Observation) house.store.read("Observation", id).orElseThrow();
    }

    private RecordHouse.Telling regroup(String trigger, String visit, String prior, String patient, int hour) {
        return house.tell("ADT", trigger, hour).prior(numbered(prior, patient)).draft(numbered(visit, patient));
    }

    private static Encounter numbered(String id, String patient) {
        Encounter visit = visit(id, patient, "IMP", "");
        visit.addIdentifier().setSystem(HOSP).setValue(id);
        return visit;
    }

    private static Account account(String id, String patient) {
        Account account = new Account();
        account.setId(id);
        account.setStatus(Account.AccountStatus.ACTIVE);
        account.addIdentifier().setSystem(HOSP).setValue(id);
        account.addSubject(new Reference("Patient/" + patient));
        return account;
    }
}
