package dev.tributary.record;

import static dev.tributary.record.Drafts.discharged;
import static dev.tributary.record.Drafts.visit;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Period;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A visit told by triggers; "in-progress 2-5" in a history is from hour 2 to hour 5. */
class EncounterTimelineTest {

    private final RecordHouse house = new RecordHouse();
    private int hour;

    @ParameterizedTest(name = "{0} makes it {1}")
    @CsvSource({
        "A05,planned",
        "A04,arrived",
        "A01,in-progress",
        "A05 A01,in-progress",
        "A04 A01,in-progress",
        "A04 A06,in-progress",
        "A01 A02,in-progress",
        "A01 A07,in-progress",
        "A01 A21,onleave",
        "A01 A21 A22,in-progress",
        "A01 A21 A52,in-progress",
        "A01 A21 A22 A53,onleave",
        "A01 A03,finished",
        "A01 A03 A08,finished",
        "A01 A03 A02,finished",
        "A01 A03 A22,finished",
        "A01 A03 A13,in-progress",
        "A01 A21 A03 A13,onleave",
        "A01 A03 A13 A03,finished",
        "A01 A11,cancelled",
        "A01 A11 A08,cancelled",
        "A01 A11 A01,in-progress",
        "A05 A38,cancelled",
        "A05 A27,cancelled",
        "A04 A32,in-progress",
        "A05 A04 A32,planned",
        "A01 A16 A25,in-progress",
        "A01 A09 A10,in-progress",
        "A01 A13,in-progress",
        "A03,finished",
        "A11,cancelled",
        "A13,in-progress",
        "A08,in-progress"
    })
    void triggersMakeTheStatus(String triggers, String status) {
        for (String trigger : triggers.split(" ")) {
            tell(trigger, "");
        }
        assertThat(stored().getStatus().toCode()).isEqualTo(status);
    }

    @Test
    void theStatusHistoryTellsWhatWasBefore() {
        tell("A05", "");
        tell("A04", "");
        tell("A01", "");
        tell("A03", "");
        assertThat(statuses()).containsExactly("planned 1-2", "arrived 2-3", "in-progress 3-4");
    }

    @Test
    void aDischargeEndsPeriodAndPlace() {
        tell("A01", "icu");
        house.tell("ADT", "A03", 2)
                .draft(discharged(visit("v", "p", "IMP", "icu"), "home", 2))
                .apply();
        assertThat(span(stored().getPeriod())).isEqualTo("1-2");
        assertThat(places()).containsExactly("icu completed 1-2");
        assertThat(stored().getHospitalization().getDischargeDisposition().getText())
                .isEqualTo("home");
    }

    @Test
    void aCancelledDischargeIsAsIfItHadNotBeen() {
        tell("A01", "icu");
        tell("A02", "ward");
        String before = house.state();
        house.tell("ADT", "A03", 3)
                .draft(discharged(visit("v", "p", "IMP", "ward"), "home", 3))
                .apply();
        // the sender leaves PV1-36 and PV1-45 in the cancel
        house.tell("ADT", "A13", 4)
                .draft(discharged(visit("v", "p", "IMP", "ward"), "home", 3))
                .apply();
        assertThat(house.state()).isEqualTo(before);
    }

    @Test
    void aCancelledDischargeIsNotRepeatedByTheOldDischargeAgain() {
        tell("A01", "icu");
        RecordHouse.Telling discharge =
                house.tell("ADT", "A03", 3).draft(discharged(visit("v", "p", "IMP", "icu"), "home", 3));
        discharge.apply();
        hour = 3;
        tell("A13", "icu");
        assertThat(discharge.apply().changes()).isEmpty();
        assertThat(stored().getHospitalization().hasDischargeDisposition()).isFalse();
    }

    @Test
    void aTransferClosesThePlaceAndOpensTheNext() {
        tell("A01", "er");
        tell("A02", "icu");
        tell("A02", "ward");
        assertThat(places()).containsExactly("er completed 1-2", "icu completed 2-3", "ward active 3-");
    }

    @Test
    void aCancelledTransferBringsTheFormerPlaceBack() {
        tell("A01", "er");
        String before = house.state();
        RecordHouse.Telling transfer = house.tell("ADT", "A02", 2).draft(visit("v", "p", "IMP", "icu"));
        transfer.apply();
        hour = 2;
        tell("A12", "er");
        assertThat(house.state()).isEqualTo(before);
        assertThat(transfer.apply().changes()).isEmpty();
    }

    @Test
    void aTransferHeardOfTooLateGoesIntoThePast() {
        tell("A01", "er");
        RecordHouse.Telling late = house.tell("ADT", "A02", 2).draft(visit("v", "p", "IMP", "icu"));
        hour = 2;
        tell("A02", "ward");
        late.apply();
        assertThat(places()).containsExactly("er completed 1-2", "icu completed 2-3", "ward active 3-");
    }

    @Test
    void aTransferHeardOfAfterTheDischargeGoesIntoThePast() {
        tell("A01", "er");
        RecordHouse.Telling late = house.tell("ADT", "A02", 2).draft(visit("v", "p", "IMP", "icu"));
        hour = 2;
        tell("A03", "icu");
        late.apply();
        assertThat(places()).containsExactly("er completed 1-2", "icu completed 2-3");
        assertThat(stored().getStatus()).isEqualTo(Encounter.EncounterStatus.FINISHED);
    }

    @Test
    void anAdmissionHeardOfAfterTheTransferGoesIntoThePast() {
        RecordHouse.Telling late = house.tell("ADT", "A01", 1).draft(visit("v", "p", "IMP", "er"));
        hour = 1;
        tell("A02", "icu");
        late.apply();
        assertThat(places()).containsExactly("er completed 1-2", "icu active 2-");
        assertThat(stored().getStatus()).isEqualTo(Encounter.EncounterStatus.INPROGRESS);
    }

    @Test
    void anAdmissionHeardOfAfterItsCancelStaysCancelled() {
        RecordHouse.Telling late = house.tell("ADT", "A01", 1).draft(visit("v", "p", "IMP", "er"));
        hour = 1;
        tell("A11", "er");
        late.apply();
        assertThat(stored().getStatus()).isEqualTo(Encounter.EncounterStatus.CANCELLED);
        assertThat(places()).isEmpty();
    }

    @Test
    void aDischargeHeardOfAfterALaterUpdateStillDischarges() {
        tell("A01", "er");
        RecordHouse.Telling late = house.tell("ADT", "A03", 2).draft(visit("v", "p", "IMP", "er"));
        hour = 2;
        tell("A08", "er");
        late.apply();
        assertThat(stored().getStatus()).isEqualTo(Encounter.EncounterStatus.FINISHED);
    }

    @Test
    void aPreadmissionHeardOfTooLateGoesInFrontOfTheHistory() {
        RecordHouse.Telling late = house.tell("ADT", "A05", 1).draft(visit("v", "p", "IMP", ""));
        hour = 1;
        tell("A01", "er");
        late.apply();
        assertThat(statuses()).containsExactly("planned 1-2");
        assertThat(stored().getStatus()).isEqualTo(Encounter.EncounterStatus.INPROGRESS);
    }

    @Test
    void aCancelledAdmissionTakesNoPlace() {
        tell("A01", "er");
        tell("A02", "icu");
        tell("A11", "icu");
        assertThat(places()).isEmpty();
        assertThat(stored().getPeriod().hasEnd()).isFalse();
    }

    @Test
    void anUpdateCorrectsWhereThePatientIs() {
        tell("A01", "er");
        tell("A08", "icu");
        assertThat(places()).containsExactly("icu active 1-");
    }

    @Test
    void aTransferToTheSamePlaceIsNone() {
        tell("A01", "er");
        tell("A02", "er");
        assertThat(places()).containsExactly("er active 1-");
    }

    @Test
    void aPlannedPlaceIsTakenByTheAdmission() {
        tell("A05", "ward");
        assertThat(places()).containsExactly("ward planned -");
        tell("A01", "ward");
        assertThat(places()).containsExactly("ward active 2-");
    }

    @Test
    void aFirstTransferTellsWhereFrom() {
        Encounter moved = visit("v", "p", "IMP", "icu");
        moved.addLocation()
                .setStatus(Encounter.EncounterLocationStatus.COMPLETED)
                .getLocation()
                .setReference("Location/er");
        house.tell("ADT", "A02", 2).draft(moved).apply();
        assertThat(places()).containsExactly("er completed -2", "icu active 2-");
    }

    @Test
    void theEventsTimeDatesTheHistoryNotTheMessagesTime() {
        tell("A01", "er");
        house.tell("ADT", "A02", 9)
                .happened(4)
                .draft(visit("v", "p", "IMP", "icu"))
                .apply();
        assertThat(places()).containsExactly("er completed 1-4", "icu active 4-");
    }

    @Test
    void aChangeOfClassIsKeptInTheClassHistory() {
        house.tell("ADT", "A04", 1).draft(visit("v", "p", "EMER", "er")).apply();
        house.tell("ADT", "A06", 2).draft(visit("v", "p", "IMP", "icu")).apply();
        assertThat(stored().getClass_().getCode()).isEqualTo("IMP");
        assertThat(stored().getClassHistory()).singleElement().satisfies(past -> {
            assertThat(past.getClass_().getCode()).isEqualTo("EMER");
            assertThat(span(past.getPeriod())).isEqualTo("1-2");
        });
    }

    @Test
    void admissionAndDischargeTimesOfTheVisitBeatTheEventsTime() {
        Encounter admitted = visit("v", "p", "IMP", "er");
        admitted.getPeriod().setStartElement(new DateTimeType(RecordHouse.time(0)));
        house.tell("ADT", "A01", 1).draft(admitted).apply();
        house.tell("ADT", "A03", 5)
                .draft(discharged(visit("v", "p", "IMP", "er"), "home", 4))
                .apply();
        assertThat(span(stored().getPeriod())).isEqualTo("0-4");
    }

    @Test
    void whatAdmissionSaidOfTheStayDischargeDoesNotErase() {
        Encounter admitted = visit("v", "p", "IMP", "er");
        admitted.getHospitalization().setAdmitSource(Drafts.text("home"));
        house.tell("ADT", "A01", 1).draft(admitted).apply();
        house.tell("ADT", "A03", 2)
                .draft(discharged(visit("v", "p", "IMP", "er"), "home", 2))
                .apply();
        assertThat(stored().getHospitalization().getAdmitSource().getText()).isEqualTo("home");
    }

    @Test
    void aResultMessageNeitherMovesNorReopensAVisit() {
        tell("A01", "er");
        tell("A03", "er");
        String before = house.state();
        house.tell("ORU", "R01", 5).draft(visit("v", "p", "IMP", "lab")).apply();
        assertThat(house.state()).isEqualTo(before);
    }

    @Test
    void anAdmissionDecidesWhatAResultMessageOnlyGuessed() {
        house.tell("ORU", "R01", 5).draft(visit("v", "p", "AMB", "er")).apply();
        house.tell("ADT", "A01", 1).draft(visit("v", "p", "IMP", "icu")).apply();
        assertThat(stored().getStatus()).isEqualTo(Encounter.EncounterStatus.INPROGRESS);
        assertThat(stored().getClass_().getCode()).isEqualTo("IMP");
        assertThat(stored().hasClassHistory()).isFalse();
    }

    @Test
    void aVisitNumberUsedForAnotherPatientIsAnotherVisit() {
        tell("A01", "er");
        house.tell("ADT", "A01", 2).draft(visit("v", "q", "IMP", "icu")).apply();
        house.tell("ADT", "A03", 3).draft(visit("v", "q", "IMP", "icu")).apply();
        assertThat(stored().getStatus()).isEqualTo(Encounter.EncounterStatus.INPROGRESS);
        assertThat(house.store.all().values()).hasSize(2);
    }

    @Test
    void aCancelOfNothingSaysSo() {
        tell("A01", "er");
        assertThat(tell("A13", "er").notes())
                .contains(new RecordNote("Encounter/v", RecordNote.Kind.NOTHING_TO_CANCEL, "status"));
        assertThat(tell("A12", "er").notes())
                .contains(new RecordNote("Encounter/v", RecordNote.Kind.NOTHING_TO_CANCEL, "location"));
        assertThat(places()).containsExactly("er active 1-");
    }

    private MergeResult tell(String trigger, String place) {
        hour++;
        return house.tell("ADT", trigger, hour)
                .draft(visit("v", "p", "IMP", place))
                .apply();
    }

    private Encounter stored() {
        return house.visit("v");
    }

    private List<String> statuses() {
        return stored().getStatusHistory().stream()
                .map(past -> past.getStatus().toCode() + " " + span(past.getPeriod()))
                .toList();
    }

    private List<String> places() {
        return stored().getLocation().stream()
                .map(place -> place.getLocation().getReference().substring("Location/".length()) + " "
                        + place.getStatus().toCode() + " " + span(place.getPeriod()))
                .collect(Collectors.toList());
    }

    private static String span(Period period) {
        return hour(period.getStartElement()) + "-" + hour(period.getEndElement());
    }

    private static String hour(DateTimeType time) {
        return time.hasValue()
                ? Integer.toString(Integer.parseInt(time.getValueAsString().substring(11, 13)))
                : "";
    }
}
