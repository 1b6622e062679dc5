package dev.tributary.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tributary.alert.rule.RuleFile;
import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import dev.tributary.base.Problem;
import dev.tributary.base.ProblemsException;
import dev.tributary.store.ResourceChange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.StringType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AlertRulesTest {

    private static final AlertRules SHIPPED = AlertRules.load(RuleFile.in(Path.of("mappings")));

    @Test
    void anEncounterThatBeginsIsAnAdmission() {
        Alert alert = only(evaluate(null, encounter(EncounterStatus.INPROGRESS, "IMP")));

        assertThat(alert.rule()).isEqualTo("admission");
        assertThat(alert.patient()).isEqualTo("Patient/p1");
        assertThat(alert.encounter()).isEqualTo("Encounter/e1");
        assertThat(alert.text()).isEqualTo("Admission (IMP) at GENERAL, not stated");
        assertThat(alert.at()).isEqualTo(Instant.parse("2026-03-01T10:00:00Z"));
    }

    @Test
    void anAdmissionThatIsOnlyUpdatedIsNoNews() {
        Encounter updated = encounter(EncounterStatus.INPROGRESS, "IMP");
        updated.addReasonCode().setText("changed");

        assertThat(evaluate(encounter(EncounterStatus.INPROGRESS, "IMP"), updated)
                        .alerts())
                .isEmpty();
    }

    @Test
    void anEmergencyPatientWhoIsKeptInIsAdmitted() {
        Alert emergency = only(evaluate(null, encounter(EncounterStatus.INPROGRESS, "EMER")));
        Alert inpatient = only(
                evaluate(encounter(EncounterStatus.INPROGRESS, "EMER"), encounter(EncounterStatus.INPROGRESS, "IMP")));

        assertThat(inpatient.id()).isNotEqualTo(emergency.id());
    }

    @Test
    void anOutpatientVisitIsNoAdmission() {
        assertThat(evaluate(null, encounter(EncounterStatus.INPROGRESS, "AMB")).alerts())
                .isEmpty();
    }

    @Test
    void theSameFactIsTheSameAlert() {
        Alert first = only(evaluate(null, encounter(EncounterStatus.INPROGRESS, "IMP")));
        Alert again = only(SHIPPED.evaluate(
                new AlertContext(new MessageId(99), new FeedName("copy"), "ADT^A08", "OTHER", Instant.EPOCH),
                List.of(new ResourceChange(null, encounter(EncounterStatus.INPROGRESS, "IMP")))));

        assertThat(again.id()).isEqualTo(first.id());
    }

    @Test
    void anEncounterThatEndsIsADischargeAndASecondEndIsAnother() {
        Encounter first = encounter(EncounterStatus.FINISHED, "IMP");
        first.getPeriod().setEndElement(new DateTimeType("2026-03-02T10:00:00+01:00"));
        Encounter second = first.copy();
        second.getPeriod().setEndElement(new DateTimeType("2026-03-03T10:00:00+01:00"));
        Encounter open = encounter(EncounterStatus.INPROGRESS, "IMP");

        Alert one = only(evaluate(open, first));
        Alert two = only(evaluate(open, second));

        assertThat(one.rule()).isEqualTo("discharge");
        assertThat(two.id()).isNotEqualTo(one.id());
    }

    @ParameterizedTest
    @ValueSource(strings = {"AA", "HH", "LL"})
    void aResultThatTheLaboratoryFlagsIsCritical(String flag) {
        Alert alert = only(evaluate(null, potassium("7.1", flag, ObservationStatus.PRELIMINARY)));

        assertThat(alert.severity()).isEqualTo(Severity.CRITICAL);
        assertThat(alert.focus()).isEqualTo("Observation/o1");
        assertThat(alert.text()).isEqualTo("Critical result (" + flag + ", preliminary): Potassium 7.1 mmol/L");
    }

    @ParameterizedTest
    @ValueSource(strings = {"H", "L", "A", "N"})
    void aResultThatIsOnlyAbnormalIsNotCritical(String flag) {
        assertThat(evaluate(null, potassium("5.4", flag, ObservationStatus.FINAL))
                        .alerts())
                .isEmpty();
    }

    @Test
    void theReleaseOfACriticalPreliminaryResultIsNoNews() {
        assertThat(evaluate(
                                potassium("7.1", "HH", ObservationStatus.PRELIMINARY),
                                potassium("7.1", "HH", ObservationStatus.FINAL))
                        .alerts())
                .isEmpty();
    }

    @Test
    void aCorrectionToAnotherCriticalValueOpensTheAlertAgain() {
        Ending ending = onlyEnding(evaluate(
                potassium("7.1", "HH", ObservationStatus.FINAL), potassium("7.8", "HH", ObservationStatus.CORRECTED)));

        assertThat(ending.kind()).isEqualTo(AlertKind.REOPENED);
        assertThat(ending.alert().rule()).isEqualTo("critical-result");
        assertThat(ending.alert().text()).contains("7.8 mmol/L").contains("corrected");
    }

    @Test
    void aCorrectionToANormalValueRetracts() {
        Ending ending = onlyEnding(evaluate(
                potassium("7.1", "HH", ObservationStatus.FINAL), potassium("4.1", "N", ObservationStatus.CORRECTED)));

        assertThat(ending.kind()).isEqualTo(AlertKind.RETRACTED);
    }

    @Test
    void aWithdrawalOfACriticalResultRetracts() {
        Ending ending = onlyEnding(evaluate(
                potassium("7.1", "HH", ObservationStatus.FINAL),
                potassium("7.1", "HH", ObservationStatus.ENTEREDINERROR)));

        assertThat(ending.kind()).isEqualTo(AlertKind.RETRACTED);
    }

    @Test
    void aNormalResultThatIsCorrectedToACriticalOneIsCritical() {
        Alert alert = only(evaluate(
                potassium("4.1", "N", ObservationStatus.FINAL), potassium("7.1", "HH", ObservationStatus.CORRECTED)));

        assertThat(alert.rule()).isEqualTo("critical-result");
    }

    @Test
    void aCriticalResultWithoutANumberStillAlerts() {
        Observation culture = potassium("1", "AA", ObservationStatus.FINAL);
        culture.setValue(new StringType("Gram-positive cocci in clusters"));

        assertThat(only(evaluate(null, culture)).text()).contains("Gram-positive cocci in clusters");
    }

    @Test
    void aRuleThatFailsHarmsNoOtherAndIsReported() {
        AlertRules rules = AlertRules.load(List.of(
                rule("broken", "%current.name.given.single() = 'x'", "%current.id"),
                rule("sound", "%current.active", "%current.id")));
        Patient patient = new Patient();
        patient.setId("Patient/p1");
        patient.setActive(true).addName().addGiven("Ada").addGiven("Beate");

        AlertEvaluation evaluation = rules.evaluate(context("ADT^A08"), List.of(new ResourceChange(null, patient)));

        assertThat(evaluation.alerts()).extracting(Alert::rule).containsExactly("sound");
        assertThat(evaluation.faults()).singleElement().satisfies(fault -> {
            assertThat(fault.rule()).isEqualTo("broken");
            assertThat(fault.focus()).isEqualTo("Patient/p1");
            assertThat(fault.fault().where()).isEqualTo("broken.yaml:1");
            assertThat(fault.fault().detail()).doesNotContain("Ada");
        });
    }

    @Test
    void anEmptyKeyLosesNoAlert() {
        AlertRules rules = AlertRules.load(List.of(rule("loose", "%current.active", "%current.birthDate")));
        Patient one = new Patient();
        one.setActive(true).setId("Patient/one");
        Patient two = new Patient();
        two.setActive(true).setId("Patient/two");

        AlertEvaluation evaluation = rules.evaluate(
                context("ADT^A08"), List.of(new ResourceChange(null, one), new ResourceChange(null, two)));

        assertThat(evaluation.alerts()).hasSize(2);
        assertThat(evaluation.faults()).hasSize(2);
    }

    @Test
    void feedsAndTriggersNarrowARule() {
        AlertRules rules = AlertRules.load(List.of(new RuleFile("narrow.yaml", """
                rule: narrow
                title: t
                event: e
                resource: Patient
                feeds: [default]
                triggers: ["ADT^A01", "ORU^*"]
                when: "%current.active"
                key: ["%current.id"]
                severity: warning
                text: t
                """)));
        Patient patient = new Patient();
        patient.setActive(true).setId("Patient/p1");
        List<ResourceChange> changes = List.of(new ResourceChange(null, patient));

        assertThat(rules.evaluate(context("ADT^A01"), changes).alerts()).hasSize(1);
        assertThat(rules.evaluate(context("ORU^R01"), changes).alerts()).hasSize(1);
        assertThat(rules.evaluate(context("ADT^A02"), changes).alerts()).isEmpty();
        AlertContext elsewhere = new AlertContext(new MessageId(1), new FeedName("lab"), "ADT^A01", "", Instant.EPOCH);
        assertThat(rules.evaluate(elsewhere, changes).alerts()).isEmpty();
    }

    @Test
    void everyMistakeInEveryFileIsToldAtOnceWithItsLine() {
        RuleFile first = new RuleFile("mappings/alerts/a.yaml", """
                rule: Bad Name
                title: t
                event: e
                resource: Observaton
                wen: "true"
                key: ["%current.id"]
                severity: severe
                text: t
                """);
        RuleFile second = new RuleFile("mappings/alerts/b.yaml", """
                rule: b
                title: t
                event: e
                resource: Observation
                when: "%current.statuss = 'final' and %curent.exists()"
                key: ["%current.id", "%current.value.("]
                severity: critical
                triggers: [A01-ADT]
                text: "{tset}"
                values:
                  test: "%current.code.text"
                """);
        RuleFile third = new RuleFile("mappings/alerts/c.yaml", "rule: [unfinished");

        ProblemsException thrown =
                catchThrowableOfType(ProblemsException.class, () -> AlertRules.load(List.of(first, second, third)));

        assertThat(thrown.problems())
                .extracting(problem -> problem.file().replace("mappings/alerts/", "") + ":" + problem.line())
                .contains(
                        "a.yaml:1",
                        "a.yaml:4",
                        "a.yaml:5",
                        "a.yaml:7",
                        "b.yaml:5",
                        "b.yaml:6",
                        "b.yaml:8",
                        "b.yaml:9",
                        "b.yaml:11",
                        "c.yaml:1");
        assertThat(thrown.problems())
                .extracting(Problem::toString)
                .anyMatch(text -> text.contains("'wen'") && text.contains("when"))
                .anyMatch(text -> text.contains("'Observaton'") && text.contains("Observation"))
                .anyMatch(text -> text.contains("'statuss'") && text.contains("status"))
                .anyMatch(text -> text.contains("'%curent'") && text.contains("%current"))
                .anyMatch(text -> text.contains("{tset}") && text.contains("test"))
                .anyMatch(text -> text.contains("'when' is missing"));
    }

    @Test
    void twoRulesOfOneNameAreAMistake() {
        ProblemsException thrown = catchThrowableOfType(
                ProblemsException.class,
                () -> AlertRules.load(
                        List.of(rule("same", "true", "%current.id"), rule("same", "true", "%current.id"))));

        assertThat(thrown).hasMessageContaining("same.yaml:1");
    }

    @Test
    void theRuleInTheDocumentationLoadsAndSpeaks() throws IOException {
        String document = Files.readString(Path.of("docs/alerts.md"));
        int start = document.indexOf("```yaml") + "```yaml".length();
        String rule = document.substring(start, document.indexOf("```", start));
        Observation high = potassium("7.1", "H", ObservationStatus.FINAL);
        high.getCode().addCoding().setCode("2823-3");

        AlertEvaluation evaluation = AlertRules.load(List.of(new RuleFile("docs/alerts.md", rule)))
                .evaluate(context("ORU^R01"), List.of(new ResourceChange(null, high)));

        assertThat(only(evaluation).text()).isEqualTo("Potassium 7.1 mmol/L");
    }

    @Test
    void theJarHoldsTheShippedRules() {
        assertThat(AlertRules.load(RuleFile.in(Path.of("no-such-folder"))).names())
                .isEqualTo(SHIPPED.names());
    }

    private static RuleFile rule(String name, String when, String key) {
        return new RuleFile(name + ".yaml", """
                rule: %s
                title: t
                event: e
                resource: Patient
                when: "%s"
                key: ["%s"]
                severity: warning
                text: t
                """.formatted(name, when, key));
    }

    private static AlertEvaluation evaluate(@Nullable Resource before, Resource after) {
        return SHIPPED.evaluate(context("ADT^A01"), List.of(new ResourceChange(before, after)));
    }

    private static AlertContext context(String trigger) {
        return new AlertContext(
                new MessageId(7), FeedName.DEFAULT, trigger, "GENERAL", Instant.parse("2026-03-01T10:00:00Z"));
    }

    private static Alert only(AlertEvaluation evaluation) {
        assertThat(evaluation.faults()).isEmpty();
        assertThat(evaluation.alerts()).hasSize(1);
        return evaluation.alerts().get(0);
    }

    private static Ending onlyEnding(AlertEvaluation evaluation) {
        assertThat(evaluation.faults()).isEmpty();
        assertThat(evaluation.alerts()).isEmpty();
        assertThat(evaluation.endings()).hasSize(1);
        return evaluation.endings().get(0);
    }

    private static Encounter encounter(EncounterStatus status, String code) {
        Encounter encounter = new Encounter();
        encounter.setId("Encounter/e1");
        encounter.setStatus(status);
        encounter.getClass_().setCode(code);
        encounter.getSubject().setReference("Patient/p1");
        encounter.getPeriod().setStartElement(new DateTimeType("2026-03-01T10:00:00+01:00"));
        return encounter;
    }

    private static Observation potassium(String value, String flag, ObservationStatus status) {
        Observation observation = new Observation();
        observation.setId("Observation/o1/_history/2");
        observation.setStatus(status);
        observation.getCode().setText("Potassium");
        observation.getSubject().setReference("Patient/p1");
        observation.getEncounter().setReference("Encounter/e1");
        observation.setValue(
                new Quantity().setValue(new java.math.BigDecimal(value)).setUnit("mmol/L"));
        observation
                .addInterpretation()
                .addCoding()
                .setSystem("http://terminology.hl7.org/CodeSystem/v3-ObservationInterpretation")
                .setCode(flag);
        return observation;
    }
}
