package dev.tributary.identity;

import static dev.tributary.identity.IdentityHouse.LAB;
import static dev.tributary.identity.IdentityHouse.draft;
import static dev.tributary.identity.IdentityHouse.known;
import static dev.tributary.identity.IdentityHouse.mrn;
import static dev.tributary.identity.IdentityHouse.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.base.FaultCode;
import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import org.hl7.fhir.r4.model.Patient;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class IdentityResolverTest {

    private IdentityHouse house;

    @BeforeEach
    void newHouse() {
        house = new IdentityHouse();
    }

    @Test
    void aNewPatientKeepsTheIdOfTheDraft() {
        assertThat(house.patientOf(mrn("1"))).isEqualTo("Patient/draft-of-1");
    }

    @Test
    void aPatientIsFoundByAnyOfItsNumbers() {
        String patient = house.patientOf(mrn("1"), number(LAB, "77", "PI"));
        assertThat(house.patientOf(number(LAB, "77", "PI"))).isEqualTo(patient);
        assertThat(house.patientOf(mrn("1"))).isEqualTo(patient);
    }

    @Test
    void aNewNumberOfAKnownPatientIsAdded() {
        String patient = house.patientOf(mrn("1"));
        assertThat(house.patientOf(mrn("1"), number(LAB, "77", "PI"))).isEqualTo(patient);
        assertThat(house.patientOf(number(LAB, "77", "PI"))).isEqualTo(patient);
    }

    @Test
    void theSameNumberOfAnotherAuthorityIsAnotherPatient() {
        assertThat(house.patientOf(mrn("1"))).isNotEqualTo(house.patientOf(number(LAB, "1", "PI")));
    }

    @Test
    void aNumberWithoutAuthorityBelongsToItsFeed() {
        String patient = house.patientOf(number("", "1", ""));
        assertThat(house.patientOf(number("", "1", ""))).isEqualTo(patient);
        assertThat(house.resolver.patientsOf(new FeedName("lab"), List.of(number("", "1", ""))))
                .isEmpty();
        assertThat(house.resolver.patientsOf(FeedName.DEFAULT, List.of(number("", "1", ""))))
                .containsExactly(patient);
    }

    @Test
    void anAccountNumberOrASocialSecurityNumberIdentifiesNobody() {
        String one = house.patientOf(mrn("1"), number(LAB, "A9", "AN"), number("urn:ssn", "000", "SS"));
        String other = house.patientOf(mrn("2"), number(LAB, "A9", "AN"), number("urn:ssn", "000", "SS"));
        assertThat(one).isNotEqualTo(other);
    }

    @Test
    void twoNumbersOfDifferentPatientsInOneMessageAreAConflictAndWriteNothing() {
        house.tell(mrn("1"));
        house.tell(mrn("2"));
        long events = house.count("identity_event");
        IdentityDecision decision = house.tell(mrn("1"), mrn("2"), mrn("3"));
        assertThat(((IdentityDecision.Conflict) decision).fault().code()).isEqualTo(FaultCode.IDENTITY_CONFLICT);
        assertThat(house.count("identity_event")).isEqualTo(events);
        assertThat(house.resolver.patientsOf(FeedName.DEFAULT, List.of(mrn("3"))))
                .isEmpty();
    }

    @Test
    void afterAMergeThePriorNumberLeadsToTheSurvivor() {
        String survivor = house.patientOf(mrn("1"));
        String prior = house.patientOf(mrn("2"));
        IdentityDecision.Known decision = known(house.merge("A40", List.of(mrn("1")), List.of(mrn("2"))));
        assertThat(decision.merges()).singleElement().satisfies(merge -> {
            assertThat(merge.survivor()).isEqualTo(survivor);
            assertThat(merge.prior()).isEqualTo(prior);
        });
        assertThat(decision.rewrites()).containsEntry("Patient/draft-of-2", prior);
        assertThat(house.patientOf(mrn("2"))).isEqualTo(survivor);
    }

    @Test
    void aMergeOfTwoUnknownNumbersWorksBeforeTheFirstMessageOfEither() {
        IdentityDecision.Known decision = known(house.merge("A40", List.of(mrn("1")), List.of(mrn("2"))));
        assertThat(decision.merges()).hasSize(1);
        assertThat(house.patientOf(mrn("2"))).isEqualTo("Patient/draft-of-1");
        assertThat(house.patientOf(mrn("1"))).isEqualTo("Patient/draft-of-1");
    }

    @Test
    void aMergeTakesASurvivorNobodyHasHeardOf() {
        String prior = house.patientOf(mrn("2"));
        IdentityDecision.Known decision = known(house.merge("A40", List.of(mrn("1")), List.of(mrn("2"))));
        assertThat(decision.merges()).singleElement().satisfies(merge -> {
            assertThat(merge.survivor()).isEqualTo("Patient/draft-of-1");
            assertThat(merge.prior()).isEqualTo(prior);
        });
    }

    @Test
    void aMergeThatListsTheOldNumberBesideTheNewOneIsNoConflict() {
        house.tell(mrn("1"));
        house.tell(mrn("2"));
        assertThat(known(house.merge("A40", List.of(mrn("1"), mrn("2")), List.of(mrn("2"))))
                        .merges())
                .hasSize(1);
    }

    @Test
    void aRepeatedMergeAndAMergeOntoItselfDoNothing() {
        house.tell(mrn("1"));
        house.merge("A40", List.of(mrn("1")), List.of(mrn("2")));
        long events = house.count("identity_event");
        assertThat(known(house.merge("A40", List.of(mrn("1")), List.of(mrn("2"))))
                        .merges())
                .isEmpty();
        assertThat(known(house.merge("A40", List.of(mrn("1")), List.of(mrn("1"))))
                        .merges())
                .isEmpty();
        assertThat(house.count("identity_event")).isEqualTo(events);
    }

    @Test
    void aChainOfMergesLeadsToItsEnd() {
        house.merge("A40", List.of(mrn("2")), List.of(mrn("1")));
        house.merge("A40", List.of(mrn("3")), List.of(mrn("2")));
        house.merge("A40", List.of(mrn("4")), List.of(mrn("3")));
        assertThat(house.patientOf(mrn("1"))).isEqualTo("Patient/draft-of-4");
    }

    @Test
    void aCircleOfMergesStaysOnePerson() {
        house.merge("A40", List.of(mrn("2")), List.of(mrn("1")));
        house.merge("A40", List.of(mrn("3")), List.of(mrn("2")));
        assertThat(known(house.merge("A40", List.of(mrn("1")), List.of(mrn("3"))))
                        .merges())
                .isEmpty();
        assertThat(house.patientOf(mrn("1"))).isEqualTo(house.patientOf(mrn("3")));
    }

    @Test
    void aMessageUnderTheOldNumberDoesNotConflictWithTheNewOne() {
        house.merge("A40", List.of(mrn("1")), List.of(mrn("2")));
        assertThat(house.patientOf(mrn("2"), mrn("1"))).isEqualTo("Patient/draft-of-1");
    }

    @Test
    void aChangedNumberStaysTheSamePatient() {
        String patient = house.patientOf(mrn("1"));
        IdentityDecision.Known decision = known(house.merge("A47", List.of(mrn("9")), List.of(mrn("1"))));
        assertThat(decision.merges()).isEmpty();
        assertThat(house.patientOf(mrn("9"))).isEqualTo(patient);
    }

    @Test
    void aNumberChangedToOneThatSomebodyElseHasIsAConflict() {
        house.tell(mrn("1"));
        house.tell(mrn("9"));
        assertThat(house.merge("A47", List.of(mrn("9")), List.of(mrn("1"))))
                .isInstanceOf(IdentityDecision.Conflict.class);
    }

    @Test
    void theHistoryTellsWhoWasMergedIntoWhomByWhichMessageAndWhen() {
        house.tell(mrn("1"));
        house.tell(mrn("2"));
        house.merge("A40", List.of(mrn("1")), List.of(mrn("2")));
        var event = house.sql
                .sql("select * from tributary.identity_event where kind = 'MERGED'")
                .query()
                .singleRow();
        assertThat(event)
                .containsEntry("patient_id", "draft-of-2")
                .containsEntry("other_id", "draft-of-1")
                .containsEntry("message_id", 3L)
                .containsEntry("at", Timestamp.from(Instant.parse("2026-03-01T08:00:03Z")));
    }

    @Test
    void aPatientWithoutAnyNumberKeepsTheIdOfTheDraft() {
        Patient nobody = new Patient();
        nobody.setId("unknown-1");
        assertThat(known(house.resolve(List.of(nobody), List.of())).rewrites())
                .containsEntry("Patient/unknown-1", "Patient/unknown-1");
        assertThat(house.count("patient")).isZero();
    }

    @Test
    void nothingRemainsOfATransactionThatRollsBack() {
        house.transaction.executeWithoutResult(status -> {
            house.resolver.resolve(new IdentityRequest(
                    new MessageId(1), Instant.EPOCH, FeedName.DEFAULT, List.of(draft(mrn("1"))), List.of()));
            status.setRollbackOnly();
        });
        assertThat(house.count("patient")).isZero();
    }

    @Test
    void withoutATransactionNothingIsDecided() {
        IdentityRequest request = new IdentityRequest(
                new MessageId(1), Instant.EPOCH, FeedName.DEFAULT, List.of(draft(mrn("1"))), List.of());
        assertThatThrownBy(() -> house.resolver.resolve(request)).isInstanceOf(IllegalStateException.class);
    }
}
