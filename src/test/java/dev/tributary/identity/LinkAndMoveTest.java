package dev.tributary.identity;

import static dev.tributary.identity.IdentityHouse.LAB;
import static dev.tributary.identity.IdentityHouse.known;
import static dev.tributary.identity.IdentityHouse.mrn;
import static dev.tributary.identity.IdentityHouse.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.tributary.base.FaultCode;
import java.util.List;
import java.util.Objects;
import org.hl7.fhir.r4.model.Identifier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A24 links, A37 unlinks and takes back merges, A43 moves a number to the patient whose it was all along. */
class LinkAndMoveTest {

    private IdentityHouse house;

    @BeforeEach
    void newHouse() {
        house = new IdentityHouse();
    }

    @Test
    void aLinkLeavesTwoPatients() {
        String one = house.patientOf(mrn("1"));
        String other = house.patientOf(mrn("2"));
        assertThat(merge("A24", "1", "2").merges()).singleElement().satisfies(link -> {
            assertThat(link.effect()).isEqualTo(PatientMerge.Effect.LINK);
            assertThat(List.of(link.survivor(), link.prior())).containsExactly(one, other);
        });
        assertThat(house.patientOf(mrn("1"))).isEqualTo(one);
        assertThat(house.patientOf(mrn("2"))).isEqualTo(other);
        assertThat(merge("A24", "1", "2").merges()).as("linked once").isEmpty();
    }

    @Test
    void anUnlinkTakesTheLinkBackAndOnlyOnce() {
        merge("A24", "1", "2");
        assertThat(merge("A37", "1", "2").merges())
                .extracting(PatientMerge::effect)
                .containsExactly(PatientMerge.Effect.UNLINK);
        IdentityDecision.Known again = merge("A37", "1", "2");
        assertThat(again.merges()).isEmpty();
        assertThat(again.notes()).singleElement().asString().startsWith("nothing unlinked");
    }

    @Test
    void anUnlinkOfStrangersDoesNothingAndSaysSo() {
        IdentityDecision.Known unlink = merge("A37", "1", "2");
        assertThat(unlink.merges()).isEmpty();
        assertThat(unlink.notes()).hasSize(1);
    }

    @Test
    void anUnlinkTakesAMergeBack() {
        String survivor = house.patientOf(mrn("1"));
        String prior = house.patientOf(mrn("2"));
        merge("A40", "1", "2");
        IdentityDecision.Known unlink = merge("A37", "1", "2");
        assertThat(unlink.merges()).singleElement().satisfies(unmerge -> {
            assertThat(unmerge.effect()).isEqualTo(PatientMerge.Effect.UNMERGE);
            assertThat(unmerge.survivor()).isEqualTo(survivor);
            assertThat(unmerge.prior()).isEqualTo(prior);
            assertThat(unmerge.toldOf()).containsExactly(IdentityHouse.HOSP + "|2");
        });
        assertThat(unlink.notes()).as("what stays is said").hasSize(1);
        assertThat(house.patientOf(mrn("2"))).isEqualTo(prior);
        assertThat(house.patientOf(mrn("1"))).isEqualTo(survivor);
    }

    @Test
    void aMovedNumberIsTheOtherPatientsFromNowOn() {
        String wrong = house.patientOf(mrn("1"), number(LAB, "9", "PI"));
        String right = house.patientOf(mrn("2"));
        IdentityDecision.Known moved =
                move(List.of(number(LAB, "9", "PI"), mrn("2")), List.of(number(LAB, "9", "PI"), mrn("1")));
        assertThat(moved.merges()).singleElement().satisfies(move -> {
            assertThat(move.effect()).isEqualTo(PatientMerge.Effect.MOVE);
            assertThat(move.survivor()).isEqualTo(right);
            assertThat(move.prior()).isEqualTo(wrong);
            assertThat(move.toldOf()).containsExactly(LAB + "|9");
            assertThat(move.priorIdentifiers()).extracting(Identifier::getValue).containsExactly("9");
        });
        assertThat(house.patientOf(number(LAB, "9", "PI"))).isEqualTo(right);
        assertThat(house.patientOf(mrn("1"))).isEqualTo(wrong);
    }

    @Test
    void aMoveOfTheLastNumberTakesEverythingAlong() {
        house.patientOf(mrn("1"));
        house.patientOf(mrn("2"));
        assertThat(move(List.of(mrn("2")), List.of(mrn("1"))).merges())
                .singleElement()
                .satisfies(move -> assertThat(move.toldOf()).isEmpty());
    }

    @Test
    void aMoveThatDoesNotSayWhomToIsAConflict() {
        house.patientOf(mrn("1"));
        IdentityDecision decision = house.merge("A43", List.of(mrn("1")), List.of(mrn("1")));
        assertThat(((IdentityDecision.Conflict) decision).fault().code()).isEqualTo(FaultCode.IDENTITY_CONFLICT);
        assertThat(((IdentityDecision.Conflict) decision).fault().where()).isEqualTo("PID-2");
    }

    @Test
    void aMoveToldTwiceMovesOnce() {
        house.patientOf(mrn("1"));
        house.patientOf(mrn("2"));
        move(List.of(mrn("2")), List.of(mrn("1")));
        assertThat(move(List.of(mrn("2")), List.of(mrn("1"))).merges()).isEmpty();
    }

    @Test
    void theHistoryTellsWhoWasLinkedToWhomByWhichMessage() {
        String one = house.patientOf(mrn("1"));
        String other = house.patientOf(mrn("2"));
        merge("A40", "1", "2");
        merge("A37", "1", "2");
        IdentityHistory history = new IdentityHistory(house.dataSource);
        assertThat(history.of(other.substring("Patient/".length())))
                .extracting(IdentityHistory.Entry::kind, IdentityHistory.Entry::other, entry -> entry.message()
                        .value())
                .containsExactly(
                        tuple(IdentityEvent.CREATED, null, 2L),
                        tuple(IdentityEvent.IDENTIFIED, null, 2L),
                        tuple(IdentityEvent.MERGED, one, 3L),
                        tuple(IdentityEvent.UNMERGED, one, 4L));
        assertThat(history.of("nobody")).isEmpty();
    }

    @Test
    void anAuthorityIsTheSameUnderAllItsNames() {
        IdentityRules rules = new IdentitySettings(
                        List.of("MR"), List.of(new IdentitySettings.Authority("HOSP", "2.999.1", "", "AN")))
                .rules();
        assertThat(rules.key(number("urn:tributary:authority:hosp", "1", "MR"), dev.tributary.base.FeedName.DEFAULT))
                .isEqualTo(rules.key(mrn("1"), dev.tributary.base.FeedName.DEFAULT));
        assertThat(rules.identifies(number(IdentityHouse.HOSP, "1", "")))
                .as("its numbers are account numbers")
                .isFalse();
        assertThat(rules.identifies(mrn("1"))).isTrue();
    }

    private IdentityDecision.Known merge(String trigger, String survivor, String prior) {
        return known(house.merge(trigger, List.of(mrn(survivor)), List.of(mrn(prior))));
    }

    private IdentityDecision.Known move(List<Identifier> target, List<Identifier> source) {
        return known(Objects.requireNonNull(house.merge("A43", target, source)));
    }
}
