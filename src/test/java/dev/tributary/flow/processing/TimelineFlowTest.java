package dev.tributary.flow.processing;

import static dev.tributary.flow.processing.WholeFlow.message;
import static dev.tributary.flow.processing.WholeFlow.pid;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.journal.MessageState;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.hl7.fhir.r4.model.DateTimeType;
import org.hl7.fhir.r4.model.DiagnosticReport;
import org.hl7.fhir.r4.model.Encounter;
import org.hl7.fhir.r4.model.Location;
import org.hl7.fhir.r4.model.Observation;
import org.hl7.fhir.r4.model.Period;
import org.hl7.fhir.r4.model.Practitioner;
import org.hl7.fhir.r4.model.Reference;
import org.hl7.fhir.r4.model.Resource;
import org.hl7.fhir.r4.model.ServiceRequest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** From bytes to the stored visit and result, told as tables of cases. */
class TimelineFlowTest {

    private static WholeFlow flow;
    private static int count;

    @BeforeAll
    static void open() {
        flow = new WholeFlow();
    }

    @AfterAll
    static void close() {
        flow.close();
    }

    /** Triggers one hour apart from eight on, each with class and ward: the status, the history and the wards after. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "A05:P:W1, planned, '', W1",
        "A05:P:W1 A04:E:ED, arrived, planned, ED",
        "A05:P:W1 A04:E:ED A01:I:W1, in-progress, planned arrived, ED W1",
        "A01:I:W1 A02:I:W2, in-progress, '', W1 W2",
        "A04:E:ED A06:I:W1, in-progress, arrived, ED W1",
        "A01:I:W1 A07:O:OP, in-progress, '', W1 OP",
        "A01:I:W1 A08:I:W3, in-progress, '', W3",
        "A01:I:W1 A21:I:W1, onleave, in-progress, W1",
        "A01:I:W1 A21:I:W1 A22:I:W1, in-progress, in-progress onleave, W1",
        "A01:I:W1 A03:I:W1, finished, in-progress, W1",
        "A01:I:W1 A03:I:W1 A13:I:W1, in-progress, '', W1",
        "A01:I:W1 A11:I:W1, cancelled, '', ''",
        "A01:I:W1 A02:I:W2 A12:I:W1, in-progress, '', W1",
        "A04:E:ED A10:E:ED, arrived, '', ED",
        "A01:I:W1 A09:I:W1, in-progress, '', W1",
        "A01:I:W1 A16:I:W1, in-progress, '', W1",
        "A01:I:W1 A16:I:W1 A25:I:W1, in-progress, '', W1",
        "A05:P:W1 A38:P:W1, cancelled, planned, ''"
    })
    void visits(String triggers, String status, String history, String wards) {
        String number = "TF" + ++count;
        int hour = 8;
        for (String one : triggers.split(" ")) {
            String[] parts = one.split(":");
            String time = "%02d00".formatted(hour++);
            assertThat(flow.tell(message("ADT^" + parts[0], time, pid(number), visit(number, parts[1], parts[2])))
                            .state())
                    .isEqualTo(MessageState.PROCESSED);
        }
        Encounter visit = flow.visit("V" + number);
        assertThat(visit.getStatus().toCode()).isEqualTo(status);
        assertThat(visit.getStatusHistory().stream()
                        .map(past -> past.getStatus().toCode())
                        .collect(Collectors.joining(" ")))
                .isEqualTo(history);
        assertThat(visit.getStatusHistory())
                .allSatisfy(past -> assertThat(past.getPeriod().hasEnd()).isTrue());
        List<String> places = visit.getLocation().stream()
                .map(place -> place.getLocation().getReference())
                .toList();
        assertThat(places.stream().map(TimelineFlowTest::ward).collect(Collectors.joining(" ")))
                .isEqualTo(wards);
        assertThat(visit.getPeriod().hasEnd()).isEqualTo(status.equals("finished"));
    }

    /**
     * Triggers one hour apart from eight on, each {@code trigger:class:ward:attending:consultant:disposition}: what the
     * visit is then, with the hours of what was.
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            A01:I:W1:71 A08:I:W1:72                        | in-progress |                              | IMP  |             | W1 8-          | 71 8-9, 72 9-             |
            A01:I:W1:71 A02:I:W2:71:75 A02:I:W3:71:76      | in-progress |                              | IMP  |             | W1 8-9, W2 9-10, W3 10- | 71 8-, 75 9-10, 76 10- |
            A01:I:W1:71:75 A08:I:W1:71:""                  | in-progress |                              | IMP  |             | W1 8-          | 71 8-, 75 8-9             |
            A01:I:W1:71 A08:I:W1:"" A08:I:W1:71            | in-progress |                              | IMP  |             | W1 8-          | 71 8-9, 71 10-            |
            A01:I:W1:71 A08:I:W1:72 A08:I:W1:71            | in-progress |                              | IMP  |             | W1 8-          | 71 8-9, 72 9-10, 71 10-   |
            A01:I:W1:71 A08:I:W1 A03:I:W1                  | finished    | in-progress 8-10             | IMP  |             | W1 8-10        | 71 8-                     |
            A05:P:W1:71 A08:P:W1:72 A01:I:W1:72            | in-progress | planned 8-10                 | IMP  | PRENC 8-10  | W1 10-         | 72 10-                    |
            A01:I:W1:71 A16:I:W1:71::01                    | in-progress |                              | IMP  |             | W1 8-          | 71 8-                     | yes
            A01:I:W1:71 A16:I:W1:71::01 A25:I:W1:71::01    | in-progress |                              | IMP  |             | W1 8-          | 71 8-                     |
            A01:I:W1:71 A03:I:W1:71::01 A25:I:W1:71::01    | finished    | in-progress 8-9              | IMP  |             | W1 8-9         | 71 8-                     | yes
            A01:I:W1:71 A03:I:W1:71::01 A13:I:W1:71::01    | in-progress |                              | IMP  |             | W1 8-          | 71 8-                     |
            A05:P:W1:71 A01:I:W1:71 A38:P:W1:71            | in-progress | planned 8-9                  | IMP  | PRENC 8-9   | W1 9-          | 71 9-                     |
            A05:P:W1:71 A01:I:W1:71 A27:P:W1:71            | in-progress | planned 8-9                  | IMP  | PRENC 8-9   | W1 9-          | 71 9-                     |
            A04:E:ED:71 A01:I:W1:72 A11:I:W1:72            | arrived     |                              | EMER |             | ED 8-          | 71 8-9, 72 9-             |
            A04:E:ED:71 A01:I:W1:71 A02:I:W2:71 A11:I:W2   | arrived     |                              | EMER |             | ED 8-          | 71 8-                     |
            A01:I:W1:71 A02:I:W2:71 A12:I:W1:71            | in-progress |                              | IMP  |             | W1 8-          | 71 8-                     |
            A01:I:W1:71 A02:I:W2 A02:I:W3 A12:I:W2         | in-progress |                              | IMP  |             | W1 8-9, W2 9-  | 71 8-                     |
            A01:I:W1:71 A21:I:W1 A22:I:W1 A02:I:W2         | in-progress | in-progress 8-9, onleave 9-10 | IMP |             | W1 8-11, W2 11- | 71 8-                    |
            A01:I:W1:71 A21:I:W1 A52:I:W1                  | in-progress |                              | IMP  |             | W1 8-          | 71 8-                     |
            A04:E:ED:71 A06:I:W1:72 A03:I:W1:72            | finished    | arrived 8-9, in-progress 9-10 | IMP | EMER 8-9    | ED 8-9, W1 9-10 | 71 8-9, 72 9-            |
            A01:I:W1:71 A07:O:OP:71                        | in-progress |                              | AMB  | IMP 8-9     | W1 8-9, OP 9-  | 71 8-                     |
            """)
    void visitsWithWhoWhereAndWhen(
            String story,
            String status,
            String statuses,
            String patientClass,
            String classes,
            String places,
            String people,
            String disposition) {
        String number = "TW" + ++count;
        int hour = 8;
        for (String one : story.split(" ")) {
            String[] parts = (one + ":::::").split(":", -1);
            String[] pv1 = new String[37];
            Arrays.fill(pv1, "");
            pv1[0] = "PV1";
            pv1[2] = parts[1];
            pv1[3] = parts[2] + "^^^NORTH";
            pv1[7] = doctor(parts[3]);
            pv1[9] = doctor(parts[4]);
            pv1[19] = "V" + number + "^^^NORTH^VN";
            pv1[36] = parts[5];
            assertThat(flow.tell(message(
                                    "ADT^" + parts[0], "%02d00".formatted(hour++), pid(number), String.join("|", pv1)))
                            .state())
                    .isEqualTo(MessageState.PROCESSED);
        }
        Encounter visit = flow.visit("V" + number);
        assertThat(visit.getStatus().toCode()).isEqualTo(status);
        assertThat(visit.getStatusHistory().stream()
                        .map(past -> past.getStatus().toCode() + " " + hours(past.getPeriod()))
                        .collect(Collectors.joining(", ")))
                .as("status history")
                .isEqualTo(text(statuses));
        assertThat(visit.getClass_().getCode()).isEqualTo(patientClass);
        assertThat(visit.getClassHistory().stream()
                        .map(past -> past.getClass_().getCode() + " " + hours(past.getPeriod()))
                        .collect(Collectors.joining(", ")))
                .as("class history")
                .isEqualTo(text(classes));
        assertThat(visit.getLocation().stream()
                        .map(place -> ward(place.getLocation().getReference()) + " " + hours(place.getPeriod()))
                        .collect(Collectors.joining(", ")))
                .as("places")
                .isEqualTo(text(places));
        assertThat(visit.getParticipant().stream()
                        .map(one -> practitioner(one.getIndividual().getReference()) + " " + hours(one.getPeriod()))
                        .collect(Collectors.joining(", ")))
                .as("who takes part and took part")
                .isEqualTo(text(people));
        assertThat(visit.getHospitalization().hasDischargeDisposition() ? "yes" : "")
                .as("disposition")
                .isEqualTo(text(disposition));
    }

    private static String doctor(String number) {
        return number.isEmpty() || number.startsWith("\"") ? number : number + "^Okonkwo" + number + "^Ada";
    }

    private static String text(@Nullable String expected) {
        return expected == null ? "" : expected;
    }

    private static String hours(Period period) {
        return hour(period.getStartElement()) + "-" + hour(period.getEndElement());
    }

    private static String hour(DateTimeType time) {
        return time.hasValue()
                ? Integer.toString(Integer.parseInt(time.getValueAsString().substring(11, 13)))
                : "";
    }

    private static String practitioner(String reference) {
        return ((Practitioner) flow.store()
                        .read("Practitioner", reference.substring("Practitioner/".length()))
                        .orElseThrow())
                .getIdentifierFirstRep()
                .getValue();
    }

    /** OBX-11 of one result, a minute apart in OBR-22 and MSH-7: the status it ends with, and the value that stands. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "I:, registered, ''",
        "P:4.1, preliminary, 4.1",
        "R:4.1, preliminary, 4.1",
        "S:4.1, preliminary, 4.1",
        "F:4.1, final, 4.1",
        "P:4.0 F:4.1, final, 4.1",
        "F:4.1 P:4.0, final, 4.1",
        "F:4.1 I:, final, 4.1",
        "F:4.1 C:4.2, corrected, 4.2",
        "C:4.2 F:4.1, corrected, 4.1",
        "F:4.1 X:, cancelled, 4.1",
        "N:, cancelled, ''",
        "F:4.1 D:, entered-in-error, 4.1",
        "F:4.1 W:, entered-in-error, 4.1",
        "P:4.0 X:, cancelled, 4.0",
        "F:4.1 R:4.0, final, 4.1",
        "C:4.2 P:4.0, corrected, 4.2",
        "F:4.1 C:4.2 C:4.3, corrected, 4.3",
        "F:4.1 W: F:4.4, final, 4.4",
        "F:4.1 X: C:4.5, corrected, 4.5",
        "I: N:, cancelled, ''"
    })
    void results(String told, String status, String value) {
        String number = "TR" + ++count;
        int minute = 10;
        for (String one : told.split(" ")) {
            String[] parts = one.split(":", -1);
            String time = "09%02d".formatted(minute++);
            assertThat(flow.tellFromLab(message(
                                    "ORU^R01^ORU_R01",
                                    time,
                                    pid(number),
                                    "OBR|1|P" + number + "^EHR|F" + number
                                            + "^LIS|2823-3^Potassium^LN|||202603010800|||||||||||||||20260301" + time
                                            + "||LAB|" + parts[0],
                                    "OBX|1|NM|2823-3^Potassium^LN||" + parts[1] + "|mmol/L^^UCUM|3.5-5.1|N|||"
                                            + parts[0]))
                            .state())
                    .isEqualTo(MessageState.PROCESSED);
        }
        List<Resource> all = flow.of(flow.reference(number));
        assertThat(all.stream().filter(DiagnosticReport.class::isInstance)).hasSize(1);
        List<Observation> results = all.stream()
                .filter(Observation.class::isInstance)
                .map(Observation.class::cast)
                .toList();
        assertThat(results).singleElement().satisfies(result -> {
            assertThat(result.getStatus().toCode()).isEqualTo(status);
            assertThat(
                            result.hasValueQuantity()
                                            && result.getValueQuantity().hasValue()
                                    ? result.getValueQuantity().getValue().toPlainString()
                                    : "")
                    .isEqualTo(value);
        });
    }

    /** MSH-7 and OBR-22 of two statements of a result; whether the second is taken. */
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "sent later and reported later, 0930, 0920, true",
        "sent later and reported earlier: an old result exported again, 0930, 0905, false",
        "sent later and reported at the same time, 0930, 0910, true",
        "sent earlier and heard of late, 0905, 0905, false",
        "sent later without a time of report, 0930, '', true"
    })
    void anOlderResultNeverReplacesANewerOne(String what, String sent, String reported, boolean taken) {
        String number = "TO" + ++count;
        tellResult(number, "0912", "0910", "C", "4.1");
        tellResult(number, sent, reported, "C", "6.9");
        tellResult(number, "0912", "0910", "C", "4.1");
        assertThat(flow.of(flow.reference(number)).stream()
                        .filter(Observation.class::isInstance)
                        .map(Observation.class::cast))
                .singleElement()
                .satisfies(result -> assertThat(
                                result.getValueQuantity().getValue().toPlainString())
                        .as(what)
                        .isEqualTo(taken ? "6.9" : "4.1"));
    }

    private static void tellResult(String number, String sent, String reported, String status, String value) {
        assertThat(flow.tellFromLab(message(
                                "ORU^R01^ORU_R01",
                                sent,
                                pid(number),
                                "OBR|1|P" + number + "^EHR|F" + number
                                        + "^LIS|2823-3^Potassium^LN|||202603010800|||||||||||||||"
                                        + (reported.isEmpty() ? "" : "20260301" + reported + "00") + "||LAB|" + status,
                                "OBX|1|NM|2823-3^Potassium^LN||" + value + "|mmol/L^^UCUM|3.5-5.1|N|||" + status))
                        .state())
                .isEqualTo(MessageState.PROCESSED);
    }

    @Test
    void aResultBeforeItsOrderAndItsPatientsAdmissionAndWithoutAVisitIsOneStoryInTheEnd() {
        String number = "TB" + ++count;
        tellResult(number, "0912", "0910", "F", "4.1");
        assertThat(flow.tell(message(
                                "ORM^O01^ORM_O01",
                                "0930",
                                pid(number),
                                "ORC|NW|P" + number + "^EHR",
                                "OBR|1|P" + number + "^EHR||2823-3^Potassium^LN|||202603010800"))
                        .state())
                .isEqualTo(MessageState.PROCESSED);
        assertThat(flow.tell(message("ADT^A01", "0940", pid(number), visit(number, "I", "W1")))
                        .state())
                .isEqualTo(MessageState.PROCESSED);

        List<Resource> story = flow.of(flow.reference(number));

        List<String> orders = story.stream()
                .filter(ServiceRequest.class::isInstance)
                .map(order -> "ServiceRequest/" + order.getIdPart())
                .toList();
        assertThat(orders).as("the order that came after its result").hasSize(1);
        assertThat(story.stream().filter(DiagnosticReport.class::isInstance).map(DiagnosticReport.class::cast))
                .singleElement()
                .satisfies(report -> assertThat(report.getBasedOn())
                        .extracting(Reference::getReference)
                        .containsExactlyElementsOf(orders));
        assertThat(story.stream().filter(Observation.class::isInstance)).hasSize(1);
        assertThat(flow.visit("V" + number).getSubject().getReference()).isEqualTo(flow.reference(number));
    }

    private static String visit(String number, String patientClass, String ward) {
        return "PV1|1|" + patientClass + "|" + ward + "^^^NORTH||||3101^Okonkwo^Ada||||||||||||V" + number
                + "^^^NORTH^VN";
    }

    private static String ward(String reference) {
        return ((Location) flow.store()
                        .read("Location", reference.substring("Location/".length()))
                        .orElseThrow())
                .getName();
    }
}
