package dev.tributary.record;

import static dev.tributary.record.Drafts.potassium;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hl7.fhir.r4.model.Observation.ObservationStatus.CORRECTED;
import static org.hl7.fhir.r4.model.Observation.ObservationStatus.ENTEREDINERROR;
import static org.hl7.fhir.r4.model.Observation.ObservationStatus.FINAL;
import static org.hl7.fhir.r4.model.Observation.ObservationStatus.PRELIMINARY;
import static org.hl7.fhir.r4.model.Observation.ObservationStatus.REGISTERED;

import java.util.Date;
import java.util.List;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.DiagnosticReport.DiagnosticReportStatus;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Reference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Results go forward, corrections keep no trace of the wrong value's flags, and old results stay old. */
class ResultMergeTest {

    private final RecordHouse house = new RecordHouse();

    static List<Arguments> steps() {
        return List.of(
                Arguments.of("an ordered result becomes preliminary", REGISTERED, PRELIMINARY, PRELIMINARY, true),
                Arguments.of("a preliminary result becomes final", PRELIMINARY, FINAL, FINAL, true),
                Arguments.of("a final result is corrected", FINAL, CORRECTED, CORRECTED, true),
                Arguments.of("a final result is withdrawn", FINAL, ENTEREDINERROR, ENTEREDINERROR, true),
                Arguments.of("a final result never goes back to preliminary", FINAL, PRELIMINARY, FINAL, false),
                Arguments.of(
                        "a corrected result never goes back to preliminary", CORRECTED, PRELIMINARY, CORRECTED, false),
                Arguments.of(
                        "a corrected result sent again as final stays corrected", CORRECTED, FINAL, CORRECTED, true),
                Arguments.of("a withdrawn result may be given again", ENTEREDINERROR, FINAL, FINAL, true));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("steps")
    void resultStep(String truth, ObservationStatus from, ObservationStatus to, ObservationStatus then, boolean taken) {
        house.tell("ORU", "R01", 1)
                .draft(potassium("k", "p", from, "6.9", "HH"))
                .apply();
        house.tell("ORU", "R01", 2).draft(potassium("k", "p", to, "4.1", "N")).apply();
        assertThat(result().getStatus()).as(truth).isEqualTo(then);
        assertThat(result().getValueQuantity().getValue().toString()).as(truth).isEqualTo(taken ? "4.1" : "6.9");
    }

    @Test
    void aCorrectedValueLosesTheFlagOfTheWrongOne() {
        house.tell("ORU", "R01", 1)
                .draft(potassium("k", "p", FINAL, "6.9", "HH"))
                .apply();
        house.tell("ORU", "R01", 2)
                .draft(potassium("k", "p", CORRECTED, "4.1", ""))
                .apply();
        assertThat(result().getInterpretation()).isEmpty();
    }

    @Test
    void aWithdrawalWithoutAValueKeepsWhatWasWithdrawn() {
        house.tell("ORU", "R01", 1)
                .draft(potassium("k", "p", FINAL, "6.9", "HH"))
                .apply();
        house.tell("ORU", "R01", 2)
                .draft(potassium("k", "p", ENTEREDINERROR, "", ""))
                .apply();
        assertThat(result().getStatus()).isEqualTo(ENTEREDINERROR);
        assertThat(result().getValueQuantity().getValue().toString()).isEqualTo("6.9");
    }

    @Test
    void anOlderMessageThatComesLateChangesNothing() {
        house.tell("ORU", "R01", 5).draft(potassium("k", "p", FINAL, "4.1", "")).apply();
        MergeResult late = house.tell("ORU", "R01", 2)
                .draft(potassium("k", "p", FINAL, "6.9", "HH"))
                .apply();
        assertThat(late.changes()).isEmpty();
        assertThat(late.notes()).extracting(RecordNote::kind).containsExactly(RecordNote.Kind.OLDER_THAN_KNOWN);
        assertThat(result().getInterpretation()).isEmpty();
    }

    @Test
    void anOldResultExportedAgainWithANewMessageTimeChangesNothing() {
        house.tell("ORU", "R01", 5)
                .draft(issued(potassium("k", "p", FINAL, "4.1", ""), 4))
                .apply();
        assertThat(house.tell("ORU", "R01", 9)
                        .draft(issued(potassium("k", "p", FINAL, "6.9", "HH"), 1))
                        .apply()
                        .changes())
                .isEmpty();
    }

    @Test
    void whatIsTurnedAwayDeletesNothingEither() {
        house.tell("ORU", "R01", 5)
                .draft(issued(potassium("k", "p", FINAL, "6.9", "HH"), 5))
                .apply();
        house.tell("ORU", "R01", 6)
                .draft(potassium("k", "p", PRELIMINARY, "6.9", ""))
                .deletes("Observation/k", "interpretation")
                .deletes("Observation/k", "value")
                .apply();
        house.tell("ORU", "R01", 7)
                .draft(issued(potassium("k", "p", FINAL, "", ""), 1))
                .deletes("Observation/k", "interpretation")
                .apply();
        assertThat(result().getInterpretation()).hasSize(1);
        assertThat(result().getValueQuantity().getValue().toString()).isEqualTo("6.9");
    }

    @Test
    void whatIsTurnedAwayIsNotTheNewest() {
        house.tell("ORU", "R01", 3)
                .draft(issued(potassium("k", "p", FINAL, "4.1", ""), 3))
                .apply();
        house.tell("ORU", "R01", 9)
                .draft(issued(potassium("k", "p", FINAL, "3.0", ""), 1))
                .apply();
        house.tell("ORU", "R01", 6)
                .draft(issued(potassium("k", "p", CORRECTED, "6.9", "HH"), 6))
                .apply();
        assertThat(result().getValueQuantity().getValue().toString()).isEqualTo("6.9");
    }

    @Test
    void aFinalOrACorrectionMayGoBackToAnEarlierAnalysis() {
        house.tell("ORU", "R01", 1)
                .draft(issued(potassium("k", "p", PRELIMINARY, "3.9", ""), 5))
                .apply();
        house.tell("ORU", "R01", 6)
                .draft(issued(potassium("k", "p", FINAL, "4.1", ""), 4))
                .apply();
        assertThat(result().getValueQuantity().getValue().toString()).isEqualTo("4.1");
        house.tell("ORU", "R01", 7)
                .draft(issued(potassium("k", "p", CORRECTED, "6.9", "HH"), 3))
                .apply();
        assertThat(result().getValueQuantity().getValue().toString()).isEqualTo("6.9");
        house.tell("ORU", "R01", 8)
                .draft(issued(potassium("k", "p", CORRECTED, "7.1", "HH"), 2))
                .apply();
        assertThat(result().getValueQuantity().getValue().toString()).isEqualTo("7.1");
        house.tell("ORU", "R01", 9)
                .draft(issued(potassium("k", "p", FINAL, "4.1", ""), 1))
                .apply();
        assertThat(result().getValueQuantity().getValue().toString()).isEqualTo("7.1");
    }

    @Test
    void theSameResultSentAgainMakesNoVersion() {
        house.tell("ORU", "R01", 1).draft(potassium("k", "p", FINAL, "4.1", "")).apply();
        house.tell("ORU", "R01", 2).draft(potassium("k", "p", FINAL, "4.1", "")).apply();
        assertThat(house.store.versionsOf("Observation/k")).isEqualTo(1);
    }

    @Test
    void digitsCount() {
        house.tell("ORU", "R01", 1).draft(potassium("k", "p", FINAL, "4.1", "")).apply();
        house.tell("ORU", "R01", 2)
                .draft(potassium("k", "p", FINAL, "4.10", ""))
                .apply();
        assertThat(result().getValueQuantity().getValue().toString()).isEqualTo("4.10");
    }

    @Test
    void aResultNumberUsedForAnotherPatientIsAnotherResult() {
        house.tell("ORU", "R01", 1).draft(potassium("k", "p", FINAL, "4.1", "")).apply();
        house.tell("ORU", "R01", 2)
                .draft(potassium("k", "q", FINAL, "6.9", "HH"))
                .apply();
        assertThat(result().getValueQuantity().getValue().toString()).isEqualTo("4.1");
        assertThat(result().getSubject().getReference()).isEqualTo("Patient/p");
        assertThat(house.store.all().values()).hasSize(2);
    }

    @Test
    void aLabThatDoesNotOwnDemographicsOwnsItsResults() {
        house.tell("ORU", "R01", 1)
                .draft(potassium("k", "p", PRELIMINARY, "6.9", "HH"))
                .byContributor()
                .apply();
        house.tell("ORU", "R01", 2)
                .draft(potassium("k", "p", FINAL, "4.1", ""))
                .byContributor()
                .apply();
        assertThat(result().getValueQuantity().getValue().toString()).isEqualTo("4.1");
    }

    @Test
    void aReportKeepsTheResultsOfItsEarlierParts() {
        house.tell("ORU", "R01", 1)
                .draft(report(DiagnosticReportStatus.PARTIAL, "a", "b"))
                .apply();
        house.tell("ORU", "R01", 2)
                .draft(report(DiagnosticReportStatus.FINAL, "c"))
                .apply();
        DiagnosticReport report =
                (DiagnosticReport) house.store.read("DiagnosticReport", "r").orElseThrow();
        assertThat(report.getStatus()).isEqualTo(DiagnosticReportStatus.FINAL);
        assertThat(report.getResult())
                .extracting(Reference::getReference)
                .containsExactly("Observation/a", "Observation/b", "Observation/c");
    }

    private static DiagnosticReport report(DiagnosticReportStatus status, String... results) {
        DiagnosticReport report = new DiagnosticReport();
        report.setId("r");
        report.setStatus(status);
        report.setSubject(new Reference("Patient/p"));
        for (String result : results) {
            report.addResult(new Reference("Observation/" + result));
        }
        return report;
    }

    private static Observation issued(Observation result, int hour) {
        return result.setIssued(Date.from(java.time.Instant.parse(RecordHouse.time(hour))));
    }

    private Observation result() {
        return (Observation) house.store.read("Observation", "k").orElseThrow();
    }
}
