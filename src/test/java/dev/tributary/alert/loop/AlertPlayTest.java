package dev.tributary.alert.loop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tributary.alert.Alert;
import dev.tributary.alert.AlertContext;
import dev.tributary.alert.AlertRules;
import dev.tributary.alert.rule.RuleFile;
import dev.tributary.base.FeedName;
import dev.tributary.base.MessageId;
import dev.tributary.base.ProblemsException;
import dev.tributary.kit.InMemoryFhirStore;
import dev.tributary.store.ResourceChange;
import dev.tributary.store.StoreTransaction;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.hl7.fhir.r4.model.Appointment;
import org.hl7.fhir.r4.model.BooleanType;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DateType;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Encounter.EncounterLocationStatus;
import org.hl7.fhir.r4.model.Encounter.EncounterStatus;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Observation.ObservationStatus;
import org.hl7.fhir.r4.model.Patient;
import org.hl7.fhir.r4.model.Quantity;
import org.hl7.fhir.r4.model.Resource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The shipped rules over sequences of changes, as the desk decides them, without a server. */
class AlertPlayTest {

    private static final AlertRules SHIPPED = AlertRules.load(RuleFile.in(Path.of("mappings")));

    private final InMemoryFhirStore record = new InMemoryFhirStore();
    private AlertPlay play = new AlertPlay(SHIPPED, record);
    private Instant now = Instant.parse("2026-03-01T10:00:00Z");
    private long messages;

    @Test
    void anAdmissionThatIsCancelledIsRetractedForThoseWhoHeardAndHeardAgainIfItComesTrueAfterAll() {
        Encounter visit = visit("e1", "IMP", "2026-03-01", EncounterStatus.INPROGRESS);

        List<Alert> admitted = hear("ADT^A01", visit);
        visit.setStatus(EncounterStatus.CANCELLED);
        List<Alert> cancelled = hear("ADT^A11", visit);
        visit.setStatus(EncounterStatus.INPROGRESS);
        List<Alert> again = hear("ADT^A01", visit);

        assertThat(kinds(admitted)).containsExactly("admission raised");
        assertThat(kinds(cancelled)).containsExactly("admission retracted");
        assertThat(cancelled.get(0).about()).isEqualTo(admitted.get(0).id());
        assertThat(cancelled.get(0).event()).isEqualTo("admission");
        assertThat(cancelled.get(0).text()).startsWith("Retracted: Admission");
        assertThat(kinds(again)).containsExactly("admission reopened");
        assertThat(again.get(0).about()).isEqualTo(admitted.get(0).id());
    }

    @Test
    void whatNobodyHeardIsNotRetracted() {
        Encounter visit = visit("e1", "IMP", "2026-03-01", EncounterStatus.PLANNED);
        hear("ADT^A05", visit);
        visit.setStatus(EncounterStatus.CANCELLED);

        assertThat(hear("ADT^A38", visit)).isEmpty();
    }

    @Test
    void aCancelledDischargeIsRetractedAndTheSecondDischargeIsAFactOfItsOwn() {
        Encounter visit = visit("e1", "IMP", "2026-03-01", EncounterStatus.INPROGRESS);
        hear("ADT^A01", visit);
        visit.setStatus(EncounterStatus.FINISHED).getPeriod().setEndElement(new DateTimeType("2026-03-02T10:00:00Z"));
        List<Alert> first = hear("ADT^A03", visit);
        visit.setStatus(EncounterStatus.INPROGRESS).getPeriod().setEnd(null);
        List<Alert> back = hear("ADT^A13", visit);
        visit.setStatus(EncounterStatus.FINISHED).getPeriod().setEndElement(new DateTimeType("2026-03-04T10:00:00Z"));
        List<Alert> second = hear("ADT^A03", visit);

        assertThat(kinds(first)).containsExactly("discharge raised");
        assertThat(kinds(back)).containsExactly("discharge retracted");
        assertThat(kinds(second)).containsExactly("discharge raised");
        assertThat(second.get(0).id()).isNotEqualTo(first.get(0).id());
    }

    @Test
    void onlyTheLastTransferIsTakenBack() {
        Encounter visit = visit("e1", "IMP", "2026-03-01", EncounterStatus.INPROGRESS);
        move(visit, "Location/a", "2026-03-01T10:00:00Z");
        hear("ADT^A01", visit);
        move(visit, "Location/b", "2026-03-01T12:00:00Z");
        List<Alert> one = hear("ADT^A02", visit);
        move(visit, "Location/c", "2026-03-01T14:00:00Z");
        List<Alert> two = hear("ADT^A02", visit);
        visit.getLocation().remove(2);
        visit.getLocation().get(1).setStatus(EncounterLocationStatus.ACTIVE);
        List<Alert> back = hear("ADT^A12", visit);

        assertThat(kinds(one)).containsExactly("transfer raised");
        assertThat(kinds(two)).containsExactly("transfer raised");
        assertThat(kinds(back)).containsExactly("transfer retracted");
        assertThat(back.get(0).about()).isEqualTo(two.get(0).id());
    }

    @Test
    void aTransferSaysInWordsWhereThePatientIs() {
        Location ward = new Location().setName("Intensive care");
        ward.addIdentifier().setValue("ICU");
        place("Location/icu", ward, null, null);
        place("Location/icu-12", new Location().setName("12"), "ro", "Location/icu");
        place("Location/icu-12-b", new Location().setName("B"), "bd", "Location/icu-12");
        Encounter visit = visit("e1", "IMP", "2026-03-01", EncounterStatus.INPROGRESS);
        move(visit, "Location/a", "2026-03-01T10:00:00Z");
        hear("ADT^A01", visit);
        move(visit, "Location/icu-12-b", "2026-03-01T12:00:00Z");

        assertThat(hear("ADT^A02", visit))
                .extracting(Alert::text)
                .containsExactly("Transfer at GENERAL to Intensive care, room 12, bed B");
    }

    @Test
    void anEmergencyPatientWhoIsKeptInIsRegisteredThenAdmitted() {
        Encounter visit = visit("e1", "EMER", "2026-03-01", EncounterStatus.ARRIVED);
        List<Alert> registered = hear("ADT^A04", visit);
        visit.setStatus(EncounterStatus.INPROGRESS);
        List<Alert> seen = hear("ADT^A08", visit);
        visit.getClass_().setCode("IMP");
        List<Alert> admitted = hear("ADT^A06", visit);

        assertThat(kinds(registered)).containsExactly("ed-registration raised");
        assertThat(seen).isEmpty();
        assertThat(kinds(admitted)).containsExactly("admission raised");
    }

    @ParameterizedTest
    @CsvSource({"2026-02-10, true", "2026-01-20, false"})
    void aSecondStayWithinThirtyDaysOfADischargeIsAReadmission(String discharged, boolean alerts) {
        Encounter earlier = visit("e0", "IMP", "2026-01-15", EncounterStatus.FINISHED);
        earlier.getPeriod().setEndElement(new DateTimeType(discharged + "T10:00:00Z"));
        hear("ADT^A03", earlier);

        List<Alert> sent = hear("ADT^A01", visit("e1", "IMP", "2026-03-01", EncounterStatus.INPROGRESS));

        assertThat(kinds(sent).contains("readmission-30-days raised")).isEqualTo(alerts);
    }

    @Test
    void theFourthEmergencyVisitInHalfAYearIsTold() {
        List<Alert> sent = new ArrayList<>();
        for (String day : List.of("2025-07-01", "2025-10-01", "2025-12-01", "2026-02-01", "2026-03-01")) {
            sent = hear("ADT^A04", visit("e" + day, "EMER", day, EncounterStatus.ARRIVED));
            if (day.equals("2026-02-01")) {
                // the visit of July is too long ago
                assertThat(kinds(sent)).containsExactly("ed-registration raised");
            }
        }

        assertThat(kinds(sent)).containsExactly("ed-registration raised", "frequent-ed-use raised");
        assertThat(sent.get(1).text()).contains("3 others");
    }

    @Test
    void aCriticalResultOpensAgainWithItsCorrectionAndIsRetractedWithItsWithdrawal() {
        Observation result = result("o1", "2823-3", "7.1", "mmol/L", ObservationStatus.FINAL);
        flag(result, "HH");
        List<Alert> raised = hear("ORU^R01", result);
        result.setStatus(ObservationStatus.CORRECTED).setValue(quantity("7.8", "mmol/L"));
        List<Alert> corrected = hear("ORU^R01", result);
        result.setStatus(ObservationStatus.ENTEREDINERROR);
        List<Alert> withdrawn = hear("ORU^R01", result);

        assertThat(kinds(raised)).containsExactly("critical-result raised");
        assertThat(kinds(corrected)).containsExactly("critical-result reopened");
        assertThat(corrected.get(0).text()).contains("7.8 mmol/L");
        assertThat(kinds(withdrawn)).containsExactly("critical-result retracted");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                // code, value, unit, birth, critical
                "2823-3, 6.3, mmol/L, 1950-01-01, true",
                "2823-3, 6.1, mmol/L, 1950-01-01, false",
                "2823-3, 6.3, meq/L, 1950-01-01, true",
                "2823-3, 6.3, mEq/L, 1950-01-01, true",
                "2823-3, 6300, umol/L, 1950-01-01, true",
                // a newborn has limits of its own
                "2823-3, 6.3, mmol/L, 2026-02-20, false",
                "2823-3, 7.9, mmol/L, 2026-02-20, true",
                // an unknown age gets the line without one
                "2823-3, 6.3, mmol/L, -, true",
                // the same sugar in another unit of mass
                "2345-7, 40, mg/dL, 1950-01-01, true",
                "2345-7, 0.4, g/L, 1950-01-01, true",
                // what cannot be converted, or has no unit, is not judged
                "2345-7, 40, mmol/L, 1950-01-01, false",
                "2345-7, 40, -, 1950-01-01, false",
                "777-3, 12, K/uL, 1950-01-01, true",
                "718-7, 65, g/L, 1950-01-01, true",
                "9999-9, 40, mg/dL, 1950-01-01, false"
            })
    void theTableOfCriticalValuesKnowsCodeUnitAndAge(
            String code, String value, String unit, String birth, boolean critical) {
        Patient patient = new Patient();
        patient.setId("Patient/p1");
        if (birth != null) {
            patient.setBirthDateElement(new DateType(birth));
        }
        write(patient);

        List<Alert> sent = hear("ORU^R01", result("o1", code, value, unit, ObservationStatus.FINAL));

        assertThat(kinds(sent).contains("critical-value raised")).isEqualTo(critical);
    }

    @ParameterizedTest
    @CsvSource({"GREATER_THAN, 6.2, true", "LESS_THAN, 7.0, false", "LESS_THAN, 2.5, true"})
    void aComparatorIsAHalfOfTheTruth(Quantity.QuantityComparator comparator, String value, boolean critical) {
        Observation result = result("o1", "2823-3", value, "mmol/L", ObservationStatus.FINAL);
        ((Quantity) result.getValue()).setComparator(comparator);

        assertThat(kinds(hear("ORU^R01", result)).contains("critical-value raised"))
                .isEqualTo(critical);
    }

    @Test
    void whatTheLaboratoryFlagsItselfIsToldOnce() {
        Observation result = result("o1", "2823-3", "7.1", "mmol/L", ObservationStatus.FINAL);
        flag(result, "HH");

        assertThat(kinds(hear("ORU^R01", result))).containsExactly("critical-result raised");
    }

    @Test
    void aHemoglobinThatFallsIsADelta() {
        Observation before = result("o0", "718-7", "13.1", "g/dL", ObservationStatus.FINAL);
        before.setEffective(new DateTimeType("2026-02-28T10:00:00Z"));
        hear("ORU^R01", before);

        assertThat(kinds(hear("ORU^R01", result("o1", "718-7", "12.9", "g/dL", ObservationStatus.FINAL))))
                .isEmpty();
        assertThat(kinds(hear("ORU^R01", result("o2", "718-7", "9.8", "g/dL", ObservationStatus.FINAL))))
                .containsExactly("delta-change raised");
    }

    @Test
    void aCorrectionThatIsNotCriticalIsToldAsSuch() {
        Observation result = result("o1", "9999-9", "4", "mmol/L", ObservationStatus.FINAL);
        hear("ORU^R01", result);
        result.setStatus(ObservationStatus.CORRECTED).setValue(quantity("5", "mmol/L"));

        assertThat(kinds(hear("ORU^R01", result))).containsExactly("corrected-result raised");
    }

    @Test
    void aFinalReportOfAPatientWhoHasLeftIsTold() {
        Encounter visit = visit("e1", "IMP", "2026-02-01", EncounterStatus.FINISHED);
        write(visit);
        DiagnosticReport report = new DiagnosticReport();
        report.setId("DiagnosticReport/r1");
        report.getCode().setText("Blood culture");
        report.getSubject().setReference("Patient/p1");
        report.getEncounter().setReference("Encounter/e1");
        report.setStatus(DiagnosticReport.DiagnosticReportStatus.PRELIMINARY);
        List<Alert> preliminary = hear("ORU^R01", report);
        report.setStatus(DiagnosticReport.DiagnosticReportStatus.FINAL);

        assertThat(preliminary).isEmpty();
        assertThat(kinds(hear("ORU^R01", report))).containsExactly("result-after-discharge raised");
    }

    @Test
    void aDeathIsToldAndTakenBackIfItWasAMistake() {
        Patient patient = new Patient();
        patient.setId("Patient/p1");
        hear("ADT^A04", patient);
        patient.setDeceased(new BooleanType(true));
        List<Alert> died = hear("ADT^A08", patient);
        patient.setDeceased(new DateTimeType("2026-03-01"));
        List<Alert> dated = hear("ADT^A08", patient);
        patient.setDeceased(new BooleanType(false));
        List<Alert> alive = hear("ADT^A08", patient);

        assertThat(kinds(died)).containsExactly("death raised");
        assertThat(dated).isEmpty();
        assertThat(kinds(alive)).containsExactly("death retracted");
    }

    @Test
    void anAppointmentIsBookedMovedAndCancelled() {
        Appointment appointment = new Appointment();
        appointment.setId("Appointment/a1");
        appointment.addParticipant().getActor().setReference("Patient/p1");
        appointment.setStatus(Appointment.AppointmentStatus.BOOKED).setStartElement(instant("2026-04-01T10:00:00Z"));
        List<Alert> booked = hear("SIU^S12", appointment);
        appointment.setStartElement(instant("2026-04-02T10:00:00Z"));
        List<Alert> moved = hear("SIU^S13", appointment);
        appointment.setStatus(Appointment.AppointmentStatus.CANCELLED);
        List<Alert> cancelled = hear("SIU^S15", appointment);

        assertThat(kinds(booked)).containsExactly("appointment-booked raised");
        assertThat(booked.get(0).patient()).isEqualTo("Patient/p1");
        assertThat(kinds(moved)).containsExactly("appointment-moved raised");
        assertThat(moved.get(0).text()).contains("2026-04-01").contains("2026-04-02");
        assertThat(kinds(cancelled)).containsExactly("appointment-cancelled raised");
    }

    @Test
    void aNoShowIsTold() {
        Appointment appointment = new Appointment();
        appointment.setId("Appointment/a1");
        appointment.setStatus(Appointment.AppointmentStatus.NOSHOW);

        assertThat(kinds(hear("SIU^S26", appointment))).containsExactly("appointment-no-show raised");
    }

    @Test
    void aFollowUpIsOverdueSevenDaysAfterDischargeIfNobodyCame() {
        Encounter stay = visit("e1", "IMP", "2026-02-20", EncounterStatus.FINISHED);
        stay.getPeriod().setEndElement(new DateTimeType("2026-03-01T10:00:00Z"));
        hear("ADT^A03", stay);

        assertThat(play.pass(Instant.parse("2026-03-08T09:59:00Z"))).isEmpty();
        assertThat(kinds(play.pass(Instant.parse("2026-03-08T10:00:00Z")))).containsExactly("follow-up-overdue raised");
        assertThat(play.pass(Instant.parse("2026-03-09T10:00:00Z"))).isEmpty();
    }

    @Test
    void aVisitInTimeIsAFollowUpAndACancelledDischargeNeedsNone() {
        Encounter stay = visit("e1", "IMP", "2026-02-20", EncounterStatus.FINISHED);
        stay.getPeriod().setEndElement(new DateTimeType("2026-03-01T10:00:00Z"));
        hear("ADT^A03", stay);
        Encounter other = visit("e2", "IMP", "2026-02-20", EncounterStatus.FINISHED);
        other.getSubject().setReference("Patient/p2");
        other.getPeriod().setEndElement(new DateTimeType("2026-03-01T10:00:00Z"));
        hear("ADT^A03", other);

        hear("ADT^A04", visit("e3", "AMB", "2026-03-05", EncounterStatus.ARRIVED));
        other.setStatus(EncounterStatus.INPROGRESS).getPeriod().setEnd(null);
        hear("ADT^A13", other);

        assertThat(play.pass(Instant.parse("2026-04-01T10:00:00Z"))).isEmpty();
    }

    @Test
    void oneAlertOnAndOneOnRecovery() {
        playWith("""
                rule: fever
                title: t
                event: fever
                resource: Observation
                when: "%current.value.value >= 39"
                recovered: "%current.value.value < 38"
                key: ["%current.id", "%message"]
                severity: warning
                text: "{value}"
                values: {value: "%current.value"}
                """);
        Observation temperature = result("o1", "8310-5", "39.5", "Cel", ObservationStatus.FINAL);
        List<String> heard = new ArrayList<>();
        for (String value : List.of("39.5", "40.1", "38.5", "37.2", "37.0", "39.2")) {
            temperature.setValue(quantity(value, "Cel"));
            heard.addAll(kinds(hear("ORU^R01", temperature)));
        }

        assertThat(heard).containsExactly("fever raised", "fever recovered", "fever raised");
    }

    @Test
    void aBurstIsToldByItsNumberAndOtherBurstsAreTheirOwn() {
        playWith("""
                rule: noisy
                title: t
                event: noisy
                resource: Observation
                when: "true"
                key: ["%current.id"]
                severity: warning
                text: t
                burst: {most: 3, within: 10m, by: ["%current.subject.reference"]}
                """);
        int sent = 0;
        for (int i = 0; i < 10; i++) {
            sent += hear("ORU^R01", result("o" + i, "1-8", "1", "1", ObservationStatus.FINAL))
                    .size();
        }
        Observation elsewhere = result("x", "1-8", "1", "1", ObservationStatus.FINAL);
        elsewhere.getSubject().setReference("Patient/p2");

        assertThat(sent).isEqualTo(3);
        assertThat(hear("ORU^R01", elsewhere)).hasSize(1);
    }

    @Test
    void everyMistakeInTheBehaviourOfARuleIsTold() {
        RuleFile rule = new RuleFile("mappings/alerts/x.yaml", """
                rule: x
                title: t
                event: x
                resource: Encounter
                when: "%stayz.exists() and %stays.where(statuss = 'x').exists() and %patient.naem.exists()"
                changed: [colour]
                history:
                  stays: {resource: Encounter, by: perod.end, within: 30 moons}
                  other: {resource: Encountr}
                key: ["%current.id"]
                severity: critical
                text: t
                burst: {most: 0, within: 10m}
                response:
                  within: 30m
                  escalate:
                    - {after: 20m}
                    - {after: 10m}
                """);
        RuleFile table = new RuleFile("mappings/alerts/critical-values.csv", """
                loinc,test,sex,age_from,age_to,unit,low,high
                potassium,K,,,,mmol/L,2.8,6.2
                2823-3,K,man,,,mmol/L,2.8,6.2
                2823-3,K,,child,,mmol/L,7,6.2
                2823-3,K,,,,mmoles,,
                2823-3,K,,,
                """);

        ProblemsException thrown =
                catchThrowableOfType(ProblemsException.class, () -> AlertRules.load(List.of(rule, table)));

        assertThat(thrown)
                .hasMessageContaining("%stayz")
                .hasMessageContaining("statuss")
                .hasMessageContaining("naem")
                .hasMessageContaining("colour")
                .hasMessageContaining("perod")
                .hasMessageContaining("30 moons")
                .hasMessageContaining("'other' needs")
                .hasMessageContaining("never collapsed")
                .hasMessageContaining("a step comes later")
                .hasMessageContaining("critical-values.csv:2")
                .hasMessageContaining("critical-values.csv:3")
                .hasMessageContaining("'child' is no age")
                .hasMessageContaining("low is not below high")
                .hasMessageContaining("'mmoles' is no UCUM unit")
                .hasMessageContaining("critical-values.csv:6");
    }

    private void playWith(String rule) {
        play = new AlertPlay(AlertRules.load(List.of(new RuleFile("mappings/alerts/own.yaml", rule))), record);
    }

    private List<Alert> hear(String trigger, Resource resource) {
        List<ResourceChange> written = write(resource);
        List<Alert> sent = play.hear(
                new AlertContext(new MessageId(messages), FeedName.DEFAULT, trigger, "GENERAL", now), written);
        assertThat(play.faults()).isEmpty();
        return sent;
    }

    private List<ResourceChange> write(Resource resource) {
        now = now.plusSeconds(1);
        return record.commit(
                new StoreTransaction(new MessageId(++messages), List.of(new ResourceChange(null, resource))));
    }

    private static List<String> kinds(List<Alert> alerts) {
        return alerts.stream()
                .map(alert -> alert.rule() + " " + alert.kind().code())
                .toList();
    }

    private static Encounter visit(String id, String code, String day, EncounterStatus status) {
        Encounter visit = new Encounter();
        visit.setId("Encounter/" + id);
        visit.setStatus(status);
        visit.getClass_().setCode(code);
        visit.getSubject().setReference("Patient/p1");
        visit.getPeriod().setStartElement(new DateTimeType(day + "T08:00:00Z"));
        return visit;
    }

    private void place(String reference, Location location, @Nullable String type, @Nullable String partOf) {
        location.setId(reference);
        if (type != null) {
            location.getPhysicalType()
                    .addCoding()
                    .setSystem("http://terminology.hl7.org/CodeSystem/location-physical-type")
                    .setCode(type);
            location.getPartOf().setReference(partOf);
        }
        write(location);
    }

    private static void move(Encounter visit, String location, String at) {
        visit.getLocation().forEach(place -> place.setStatus(EncounterLocationStatus.COMPLETED));
        Encounter.EncounterLocationComponent place = visit.addLocation();
        place.setStatus(EncounterLocationStatus.ACTIVE).getLocation().setReference(location);
        place.getPeriod().setStartElement(new DateTimeType(at));
    }

    private static Observation result(String id, String code, String value, String unit, ObservationStatus status) {
        Observation result = new Observation();
        result.setId("Observation/" + id);
        result.setStatus(status);
        result.getCode().addCoding().setSystem("http://loinc.org").setCode(code);
        result.getSubject().setReference("Patient/p1");
        result.setEffective(new DateTimeType("2026-03-01T10:00:00Z"));
        result.setValue(quantity(value, unit));
        return result;
    }

    private static Quantity quantity(String value, String unit) {
        return new Quantity().setValue(new BigDecimal(value)).setUnit(unit);
    }

    private static void flag(Observation result, String code) {
        result.addInterpretation().addCoding().setCode(code);
    }

    private static org.hl7.fhir.r4.model.InstantType instant(String text) {
        return new org.hl7.fhir.r4.model.InstantType(text);
    }
}
